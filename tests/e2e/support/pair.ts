import type { Stage } from './stage.ts';
import { shown, until } from './until.ts';
import type { Visitor } from './visitor.ts';
import type { Worker } from './worker.ts';

/** The pairing rules of a desk, as the API has them. */
export type Pairing = {
  minimum: number;
  open_requires: number;
  mix: 'any' | 'prefer' | 'require';
  trainees_count: boolean;
  grace_ms: number;
  solo: 'hold' | 'finish' | 'supervised';
};

/** The opening hours of a desk, as the API has them. */
export type Hours = {
  time_zone: string;
  weekly: { weekday: number; opens: string; closes: string }[];
  exceptions: { date: string; note: string; spans: { opens: string; closes: string }[] }[];
};

/** Open all the time, as the demo is at first. */
export const ALL_WEEK: Hours['weekly'] = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
  weekday,
  opens: '00:00',
  closes: '24:00',
}));

/** The desk of the demo, by its id. */
export async function deskOf(coordinator: Worker): Promise<string> {
  const [desk] = await coordinator.api<{ id: string }[]>('GET', 'desks');
  if (desk === undefined) throw new Error('the demo has no desk');
  return desk.id;
}

/** Changes some of the pairing rules. */
export async function setPairing(coordinator: Worker, change: Partial<Pairing>): Promise<void> {
  const path = `desks/${await deskOf(coordinator)}/pairing`;
  await coordinator.api('PUT', path, { ...(await coordinator.api<Pairing>('GET', path)), ...change });
}

/** Changes some of the opening hours. */
export async function setHours(coordinator: Worker, change: Partial<Hours>): Promise<void> {
  const path = `desks/${await deskOf(coordinator)}/hours`;
  await coordinator.api('PUT', path, { ...(await coordinator.api<Hours>('GET', path)), ...change });
}

/** A visitor who talks with a pair. */
export type Talk = { visitor: Visitor; lead: Worker; second: Worker };

/** Brings a visitor together with two workers who are available and hold nothing. */
export async function talk(stage: Stage, pair: readonly [Worker, Worker], nickname: string): Promise<Talk> {
  const visitor = await stage.visitor();
  await visitor.visit(stage.demo.website);
  await visitor.launcherIs('open');
  await visitor.open();
  return join(visitor, pair, nickname);
}

/** The same, for a visitor whose panel is open. */
export async function join(visitor: Visitor, pair: readonly [Worker, Worker], nickname: string): Promise<Talk> {
  await visitor.begin(nickname);
  await visitor.reaches('talk');
  for (const worker of pair) {
    await shown(worker.conversation(nickname));
    await worker.page.keyboard.press('Shift');
  }
  const [one, other] = pair;
  return (await one.isLead()) ? { visitor, lead: one, second: other } : { visitor, lead: other, second: one };
}

/** Ends it from the visitor's side and clears all three screens. */
export async function part({ visitor, lead, second }: Talk): Promise<void> {
  await visitor.at('end').click();
  await visitor.at('end-yes').click();
  await visitor.reaches('ended');
  for (const worker of [lead, second]) {
    await shown(worker.at('close-ended'));
    await worker.at('close-ended').click();
  }
  await visitor.context.close();
}

/** Waits until all three screens show exactly these texts, in this order. */
export async function allSee({ visitor, lead, second }: Talk, texts: readonly string[], timeout?: number) {
  for (const who of [visitor, lead, second]) await until(() => who.texts(), timeout).toEqual(texts);
}
