//! Two consortia on one server, with somebody in every role.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Extension;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use netreach_core::desk::rules::PairingRules;
use netreach_core::hours::TimeZoneName;
use netreach_core::{ConsortiumId, DeskId, DisplayName, Language, PersonId, ProjectId, Role, SiteId, UnixMillis};
use netreach_store::{
    AccentColour, CannedAnswerId, CannedContent, CannedOwner, Consortium, DatabaseUrl, DeskSettings, LogPolicy,
    Membership, NewCannedAnswer, NewDesk, NewPerson, NewProject, NewSignInSession, NewSite, PasswordHash,
    PersonDetails, Shortcut, Side, SignIn, SignInSessionId, SiteKey, SiteSettings, Store, StoreOptions, Theme,
};
use serde_json::Value;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt as _;
use uuid::Uuid;

use crate::AppState;
use crate::clock::Clock;
use crate::config;
use crate::edge::limits::Limits;
use crate::edge::{self, AddressKey};
use crate::keys::Keys;
use crate::live::Live;
use crate::settings::Settings;
use crate::sign_in::password;
use crate::sign_in::session::{SessionToken, expires_at};

/// Everybody's password.
pub(super) const PASSWORD: &str = "blue kettle garden";

/// Monday 5 January 2026, 12:00 UTC.
pub(super) const NOON: UnixMillis = UnixMillis(1_767_614_400_000);

/// A project with its people, a desk of its own, a site and a canned answer at each level.
pub(super) struct Town {
    pub(super) consortium: ConsortiumId,
    pub(super) project: ProjectId,
    pub(super) desk: DeskId,
    pub(super) site: SiteId,
    pub(super) site_key: String,
    pub(super) canned_desk: CannedAnswerId,
    pub(super) canned_project: CannedAnswerId,
    pub(super) canned_own: CannedAnswerId,
    pub(super) coordinator: Somebody,
    pub(super) operator: Somebody,
    pub(super) trainee: Somebody,
    pub(super) supervisor: Somebody,
}

/// A person who is signed in.
#[derive(Clone)]
pub(super) struct Somebody {
    pub(super) id: PersonId,
    pub(super) sign_in: String,
    pub(super) session: SignInSessionId,
    pub(super) cookie: String,
}

/// Leeds and Norwich share a consortium and a desk; Cluj belongs to another.
pub(super) struct World {
    pub(super) state: AppState,
    pub(super) clock: Clock,
    router: Router,
    pub(super) leeds: Town,
    pub(super) norwich: Town,
    pub(super) cluj: Town,
    pub(super) shared_desk: DeskId,
    pub(super) canned_consortium: CannedAnswerId,
}

/// What came back.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Value,
}

impl Answer {
    /// `ok`, or the code of the problem.
    pub(super) fn outcome(&self) -> &str {
        if self.status.is_success() { "ok" } else { self.body["code"].as_str().unwrap_or("no problem body") }
    }

    /// The field of the problem.
    pub(super) fn field(&self) -> &str {
        self.body["field"].as_str().unwrap_or_default()
    }

    /// The body of an answer that must be a success.
    pub(super) fn expect_ok(self) -> Value {
        assert!(self.status.is_success(), "{} {}", self.status, self.body);
        self.body
    }
}

/// Who asks, and how.
#[derive(Clone, Default)]
pub(super) struct Ask {
    pub(super) cookie: Option<String>,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) place: Option<AddressKey>,
}

impl World {
    pub(super) async fn new() -> Self {
        let memory: DatabaseUrl = "sqlite::memory:".parse().expect("an address");
        let store = Store::open(&memory, &StoreOptions::default()).await.expect("tables in memory");
        let consortium = consortium(&store, "North and East").await;
        let leeds = town(&store, consortium, "Leeds").await;
        let norwich = town(&store, consortium, "Norwich").await;
        let shared_desk = desk(&store, consortium, "Shared", &[leeds.project, norwich.project]).await;
        let canned_consortium = canned(&store, consortium, CannedOwner::Consortium, "welcome").await;
        let other = self::consortium(&store, "Transylvania").await;
        let cluj = town(&store, other, "Cluj").await;
        let clock = Clock::stopped_at(NOON);
        let state = state(store, clock.clone()).await;
        Self { router: edge::router(state.clone()), state, clock, leeds, norwich, cluj, shared_desk, canned_consortium }
    }

    pub(super) fn origin(&self) -> String {
        self.state.config.server.public_url.origin()
    }

    /// Asks as somebody who is signed in, or nobody, from our own page.
    pub(super) async fn ask(&self, who: Option<&Somebody>, method: &str, path: &str, body: Option<&Value>) -> Answer {
        let ask = Ask { cookie: who.map(|who| who.cookie.clone()), ..self.our_page() };
        let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
        self.send(ask, method, path, body).await
    }

    /// What our own page sends along with JSON.
    pub(super) fn our_page(&self) -> Ask {
        Ask {
            headers: vec![("origin", self.origin()), ("content-type", "application/json".to_owned())],
            ..Ask::default()
        }
    }

    pub(super) async fn send(&self, ask: Ask, method: &str, path: &str, body: Body) -> Answer {
        let mut request = Request::builder().method(Method::from_bytes(method.as_bytes()).expect("a method")).uri(path);
        if let Some(cookie) = &ask.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        for (name, value) in &ask.headers {
            request = request.header(*name, value);
        }
        let mut request = request.body(body).expect("a request");
        if let Some(place) = ask.place {
            request.extensions_mut().insert(place);
        }
        let answer = self.router.clone().oneshot(request).await.expect("the router cannot fail");
        let (parts, body) = answer.into_parts();
        let bytes = axum::body::to_bytes(body, 4 * 1024 * 1024).await.expect("a body");
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Answer { status: parts.status, headers: parts.headers, body }
    }

    /// The mark that the accept loop would put on requests from this machine.
    pub(super) async fn place(&self) -> AddressKey {
        let (tell, mut told) = tokio::sync::mpsc::channel(1);
        let router = Router::new().fallback(move |Extension(place): Extension<AddressKey>| {
            let tell = tell.clone();
            async move {
                tell.send(place).await.expect("the test waits for it");
            }
        });
        let listener = edge::listen("127.0.0.1:0".parse().expect("an address")).expect("a free port");
        let address = listener.local_addr().expect("bound");
        let stop = CancellationToken::new();
        let server = AppState { stop: stop.clone(), tracker: TaskTracker::new(), ..self.state.clone() };
        let tasks = TaskTracker::new();
        tasks.spawn(edge::serve(server, listener, router));
        let mut stream = TcpStream::connect(address).await.expect("connected");
        stream.write_all(b"GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").await.expect("sent");
        let place = told.recv().await.expect("the request came");
        drop(stream);
        stop.cancel();
        tasks.close();
        tasks.wait().await;
        place
    }

    /// Signs a person in once more.
    pub(super) async fn another_session(
        &self,
        consortium: ConsortiumId,
        person: PersonId,
    ) -> (SignInSessionId, String) {
        session(&self.state.store, consortium, person).await
    }
}

/// A state on tables that are filled already.
async fn state(store: Store, clock: Clock) -> AppState {
    let config = config::load(None, [], &[]).expect("the reference is valid");
    let settings = Arc::new(Settings::load(&store).await.expect("settings"));
    let keys = Arc::new(Keys::random());
    AppState {
        live: Live::new(clock.clone(), Arc::clone(&keys), Arc::clone(&settings)),
        limits: Arc::new(Limits::new(&config.limits, config.server.connections_max, clock.clone())),
        config: Arc::new(config),
        store,
        settings,
        keys,
        clock,
        tracker: TaskTracker::new(),
        stop: CancellationToken::new(),
    }
}

pub(super) fn name(text: &str) -> DisplayName {
    DisplayName::new(text).expect("a name")
}

pub(super) fn language(tag: &str) -> Language {
    Language::new(tag).expect("a language")
}

async fn consortium(store: &Store, called: &str) -> ConsortiumId {
    let id = ConsortiumId(Uuid::now_v7());
    store.create_consortium(&Consortium { id, name: name(called) }).await.expect("a consortium");
    id
}

async fn desk(store: &Store, consortium: ConsortiumId, called: &str, projects: &[ProjectId]) -> DeskId {
    let id = DeskId(Uuid::now_v7());
    let settings = DeskSettings {
        name: name(called),
        rules: PairingRules::default(),
        languages: vec![language("en"), language("ro")],
        queue_max: 10,
        idle_end: Duration::from_mins(30),
        token_stored: true,
        log_policy: LogPolicy::Off,
    };
    let time_zone = TimeZoneName::new("Europe/London").expect("a zone");
    let desk = NewDesk { id, settings, time_zone, projects: projects.to_vec() };
    store.create_desk(consortium, &desk).await.expect("a desk");
    id
}

async fn canned(store: &Store, consortium: ConsortiumId, owner: CannedOwner, shortcut: &str) -> CannedAnswerId {
    let id = CannedAnswerId(Uuid::now_v7());
    let content = CannedContent {
        shortcut: Shortcut::new(shortcut).expect("a shortcut"),
        title: format!("About {shortcut}"),
        tags: vec!["first".to_owned()],
        texts: BTreeMap::from([(language("en"), "Call {{phone}} in {{town}}.".to_owned())]),
    };
    store.create_canned_answer(consortium, &NewCannedAnswer { id, owner, content }, NOON).await.expect("an answer");
    id
}

async fn session(store: &Store, consortium: ConsortiumId, person: PersonId) -> (SignInSessionId, String) {
    let token = SessionToken::random();
    let id = SignInSessionId(Uuid::now_v7());
    let session = NewSignInSession {
        id,
        token_hash: token.hash(),
        expires_at: expires_at(NOON, NOON),
        device: "Firefox on Linux".to_owned(),
    };
    assert!(store.create_session(consortium, person, &session, NOON).await.expect("a session"));
    let cookie = token.set_cookie().to_str().expect("ASCII").split(';').next().expect("a pair").to_owned();
    (id, cookie)
}

async fn person(store: &Store, consortium: ConsortiumId, project: ProjectId, called: &str, role: Role) -> Somebody {
    static HASH: OnceLock<PasswordHash> = OnceLock::new();
    let id = PersonId(Uuid::now_v7());
    let sign_in = format!("{}@example.org", called.to_lowercase().replace(' ', "."));
    let person = NewPerson {
        id,
        sign_in: SignIn::new(&sign_in).expect("a sign-in"),
        details: PersonDetails { screen_name: name(called), languages: vec![language("en")], capacity: 2 },
        password_hash: HASH.get_or_init(|| password::hash_here(PASSWORD)).clone(),
        memberships: vec![Membership { project, role }],
    };
    store.create_person(consortium, &person, NOON).await.expect("a person");
    let (session, cookie) = session(store, consortium, id).await;
    Somebody { id, sign_in, session, cookie }
}

async fn town(store: &Store, consortium: ConsortiumId, called: &str) -> Town {
    let project = ProjectId(Uuid::now_v7());
    let new = NewProject { id: project, name: name(&format!("{called} Project")), town: name(called) };
    store.create_project(consortium, &new).await.expect("a project");
    let variables = BTreeMap::from([("phone".to_owned(), "07700 900123".to_owned())]);
    store.replace_project_variables(consortium, project, &variables).await.expect("variables");
    let desk = desk(store, consortium, &format!("{called} desk"), &[project]).await;
    let site = SiteId(Uuid::now_v7());
    let site_key = format!("{}site2345", called.to_lowercase());
    let settings = SiteSettings {
        desk,
        name: name(&format!("{called} website")),
        side: Side::Right,
        accent: AccentColour([1, 2, 3]),
        theme: Theme::Auto,
        exit_url: None,
        origins: vec![format!("https://{}.example", called.to_lowercase())],
    };
    let new = NewSite { id: site, key: SiteKey::new(&site_key).expect("a key"), settings };
    store.create_site(consortium, project, &new).await.expect("a site");
    let called = |part: &str| format!("{called} {part}");
    let coordinator = person(store, consortium, project, &called("Coordinator"), Role::Coordinator).await;
    let operator = person(store, consortium, project, &called("Operator"), Role::Operator).await;
    let trainee = person(store, consortium, project, &called("Trainee"), Role::Trainee).await;
    let supervisor = person(store, consortium, project, &called("Supervisor"), Role::Supervisor).await;
    Town {
        consortium,
        project,
        desk,
        site,
        site_key,
        canned_desk: canned(store, consortium, CannedOwner::Desk(desk), "hours").await,
        canned_project: canned(store, consortium, CannedOwner::Project(project), "clinic").await,
        canned_own: canned(store, consortium, CannedOwner::Person(operator.id), "hello").await,
        coordinator,
        operator,
        trainee,
        supervisor,
    }
}
