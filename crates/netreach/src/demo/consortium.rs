//! The demo's consortium: two projects in two towns, one desk that both staff, and a website for each.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use jiff::civil::date;
use netreach_core::hours::{Exception, Hours, MinuteOfDay, Span, TimeZoneName, Weekday, WeeklySpan};
use netreach_core::{ConsortiumId, DeskId, ProjectId, Role, SiteId};
use netreach_server::sign_in::password::hash_here;
use netreach_store::limits::PEOPLE_PAGE_MAX;
use netreach_store::{
    AccentColour, Consortium, Membership, NewPerson, NewProject, NewSite, PasswordHash, PersonDetails, Side, SiteKey,
    SiteSettings, Store, Theme,
};
use uuid::Uuid;

use crate::setup::{Beginning, begin, desk, name, person, sign_in};
use crate::starter;

/// A project of the demo and its website.
pub struct DemoProject {
    pub name: &'static str,
    pub town: &'static str,
    /// The path of its website on the demo's host.
    pub path: &'static str,
    pub site_key: &'static str,
    accent: &'static str,
    variables: &'static [(&'static str, &'static str)],
}

/// A person of the demo.
pub struct DemoPerson {
    pub sign_in: &'static str,
    pub screen_name: &'static str,
    /// The index of their project in [`PROJECTS`].
    pub project: usize,
    pub roles: &'static [Role],
    pub languages: &'static [&'static str],
}

pub const CONSORTIUM: &str = "South Coast Support";

pub const DESK: &str = "Chat for sex workers";

const ZONE: &str = "Europe/London";

/// Everything is invented: numbers from the ranges kept for drama, addresses from example domains.
pub const PROJECTS: [DemoProject; 2] = [
    DemoProject {
        name: "Harbour Project",
        town: "Seaford",
        path: "/harbour/",
        site_key: "harbourseaford",
        accent: "#0b6e6e",
        variables: &[
            ("phone", "07700 900123"),
            ("clinic", "the walk-in clinic at 4 Quay Street, Seaford, Monday to Friday from 10 am, 01632 960101"),
            ("outreach_times", "Tuesday and Thursday, 8 pm to 11 pm"),
            ("report_scheme", "https://report.example.org, or 07700 900199"),
            ("sarc", "the centre for Seaford and the coast, 01632 960111"),
            ("legal_advice", "the law centre, 01632 960122"),
            ("tax_advice", "figures@accounts.example"),
            ("benefits_advice", "the advice desk at the Harbour Project, Wednesday from 1 pm"),
            ("housing_advice", "the housing office, 01632 960133"),
            ("immigration_advice", "the registered advisers at https://papers.example.org"),
            ("images_help", "https://takedown.example.org"),
            ("abuse_helpline", "01632 960144"),
            ("slavery_helpline", "01632 960155"),
            ("crisis_line", "the listeners on 01632 960166"),
            ("counselling", "ask us for an appointment, usually within a week"),
            ("drug_service", "the Quay Street drug service, 01632 960177"),
        ],
    },
    DemoProject {
        name: "Lantern Project",
        town: "Millbrook",
        path: "/lantern/",
        site_key: "lanternmillbrook",
        accent: "#7a3e9d",
        variables: &[
            ("phone", "07700 900456"),
            (
                "clinic",
                "the evening clinic at 20 Mill Lane, Millbrook, Monday and Wednesday 5 pm to 8 pm, 01632 960201",
            ),
            ("outreach_times", "Friday and Saturday, 9 pm to 1 am"),
            ("report_scheme", "https://report.example.org, or 07700 900199"),
            ("sarc", "the centre at Millbrook hospital, 01632 960211"),
            ("legal_advice", "the solicitors on call, 01632 960222"),
            ("tax_advice", "sums@accounts.example"),
            ("benefits_advice", "01632 960233"),
            ("housing_advice", "the town hall, 01632 960244"),
            ("immigration_advice", "the registered advisers at https://papers.example.org"),
            ("images_help", "https://takedown.example.org"),
            ("abuse_helpline", "01632 960144"),
            ("slavery_helpline", "01632 960155"),
            ("crisis_line", "the listeners on 01632 960166"),
            ("counselling", "the counsellor at the Lantern Project, Tuesday and Friday"),
            ("drug_service", "the needle exchange at 2 Mill Lane, every day from noon"),
        ],
    },
];

pub const PEOPLE: [DemoPerson; 5] = [
    DemoPerson {
        sign_in: "ana",
        screen_name: "Ana",
        project: 0,
        roles: &[Role::Coordinator, Role::Operator],
        languages: &["en"],
    },
    DemoPerson { sign_in: "ben", screen_name: "Ben", project: 0, roles: &[Role::Operator], languages: &["en"] },
    DemoPerson {
        sign_in: "cara",
        screen_name: "Cara",
        project: 1,
        roles: &[Role::Coordinator, Role::Operator],
        languages: &["en", "ro"],
    },
    DemoPerson { sign_in: "dee", screen_name: "Dee", project: 1, roles: &[Role::Operator], languages: &["en", "ro"] },
    DemoPerson { sign_in: "sam", screen_name: "Sam", project: 0, roles: &[Role::Supervisor], languages: &["en"] },
];

/// Conversations that each may hold.
const CAPACITY: u8 = 3;

/// Writes the consortium where there is none yet; in a folder from before, gives everybody the new password.
/// `websites` is the origin of the demo's two websites, which may change from run to run.
///
/// `set_password` is false where the password is the one from before: sessions go on then.
pub async fn prepare(store: &Store, websites: &str, password: &str, set_password: bool) -> Result<()> {
    let found = store.consortia().await?;
    let Some(consortium) = found.iter().find(|consortium| consortium.name.expose() == CONSORTIUM) else {
        return write(store, websites, password).await;
    };
    move_websites(store, consortium.id, websites).await?;
    if set_password {
        let hash = hash_here(password);
        for person in store.people(consortium.id, None, PEOPLE_PAGE_MAX).await?.items {
            store.set_password_hash(consortium.id, person.id, &hash, None).await?;
        }
    }
    Ok(())
}

async fn write(store: &Store, websites: &str, password: &str) -> Result<()> {
    let consortium = Consortium { id: ConsortiumId(Uuid::now_v7()), name: name(CONSORTIUM)? };
    let languages = [starter::language("en")?, starter::language("ro")?];
    let mut projects = Vec::new();
    for project in &PROJECTS {
        projects.push(NewProject {
            id: ProjectId(Uuid::now_v7()),
            name: name(project.name)?,
            town: name(project.town)?,
        });
    }
    let ids: Vec<ProjectId> = projects.iter().map(|project| project.id).collect();
    let desk = desk(DESK, ZONE, &languages, &projects)?;
    let (scope, desk_id) = (consortium.id, desk.id);
    let hash = hash_here(password);
    let people = PEOPLE.iter().map(|person| new_person(person, &ids, &hash)).collect::<Result<Vec<_>>>()?;
    begin(store, &Beginning { consortium, projects, desk, people }).await?;
    store.replace_hours(scope, desk_id, &hours()?).await?;
    for (language, texts) in starter::desk_texts()? {
        store.replace_desk_texts(scope, desk_id, &language, &texts).await?;
    }
    for (project, id) in PROJECTS.iter().zip(ids) {
        let variables: BTreeMap<String, String> =
            project.variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        store.replace_project_variables(scope, id, &variables).await?;
        store.create_site(scope, id, &site(project, desk_id, websites)?).await?;
    }
    Ok(())
}

fn new_person(demo: &DemoPerson, projects: &[ProjectId], hash: &PasswordHash) -> Result<NewPerson> {
    let languages = demo.languages.iter().map(|tag| starter::language(tag)).collect::<Result<Vec<_>>>()?;
    let details = PersonDetails { screen_name: name(demo.screen_name)?, languages, capacity: CAPACITY };
    let project = projects[demo.project];
    let memberships = demo.roles.iter().map(|role| Membership { project, role: *role }).collect();
    Ok(person(sign_in(demo.sign_in)?, details, hash.clone(), memberships))
}

/// Open all day, every day, but for one day that is far away: so that there is an exception to look at.
fn hours() -> Result<Hours> {
    let midnight = MinuteOfDay::new(0).context("midnight")?;
    let all_day = Span { opens: midnight, closes: MinuteOfDay::END };
    let weekly = Weekday::ALL.into_iter().map(|weekday| WeeklySpan { weekday, span: all_day }).collect();
    let holiday = Exception { date: date(2099, 12, 25), spans: Vec::new(), note: "Christmas Day".to_owned() };
    Ok(Hours::new(TimeZoneName::new(ZONE)?, weekly, vec![holiday])?)
}

fn site(project: &DemoProject, desk: DeskId, websites: &str) -> Result<NewSite> {
    Ok(NewSite {
        id: SiteId(Uuid::now_v7()),
        key: SiteKey::new(project.site_key).context("the site key")?,
        settings: SiteSettings {
            desk,
            name: name(&format!("{} website", project.name))?,
            side: Side::Right,
            accent: AccentColour::new(project.accent).context("the accent colour")?,
            theme: Theme::Auto,
            exit_url: None,
            origins: vec![websites.to_owned()],
        },
    })
}

async fn move_websites(store: &Store, consortium: ConsortiumId, websites: &str) -> Result<()> {
    for project in &PROJECTS {
        let key = SiteKey::new(project.site_key).context("the site key")?;
        let Some(found) = store.site_by_key(&key).await? else { continue };
        let mut settings = found.site.settings;
        settings.origins = vec![websites.to_owned()];
        store.update_site(consortium, found.site.project, found.site.id, &settings).await?;
    }
    Ok(())
}
