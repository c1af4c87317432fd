import { describe, expect, it } from 'vitest';
import { createLink, type FrameSeen, type Ports, type SocketEvents } from '../src/index.ts';

/** A world in memory: time stands until it is moved, and every socket that was dialled can be spoken for. */
function world() {
  let now = 0;
  let timers: { at: number; call: () => void }[] = [];
  let wake = () => {};
  const sockets: { events: SocketEvents; sent: string[]; isClosed: boolean }[] = [];
  const ports: Ports = {
    dial(events) {
      const socket = { events, sent: [] as string[], isClosed: false };
      sockets.push(socket);
      return {
        send: (text) => socket.sent.push(text),
        close: () => {
          socket.isClosed = true;
        },
      };
    },
    now: () => now,
    random: () => 0.5,
    after(ms, call) {
      const timer = { at: now + ms, call };
      timers.push(timer);
      return () => {
        timers = timers.filter((each) => each !== timer);
      };
    },
    onWake(call) {
      wake = call;
      return () => {
        wake = () => {};
      };
    },
  };
  const pass = (ms: number) => {
    const until = now + ms;
    for (;;) {
      const next = timers.filter((each) => each.at <= until).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      timers = timers.filter((each) => each !== next);
      now = next.at;
      next.call();
    }
    now = until;
  };
  return { ports, sockets, pass, wake: () => wake() };
}

function linked() {
  const outside = world();
  const heard: string[] = [];
  const link = createLink<{ type: string }, FrameSeen>(outside.ports, {
    hello: () => ({ type: 'hello' }),
    onFrame: (frame) => heard.push(frame.type),
    onLost: () => heard.push('lost'),
    onHealth: (health) => heard.push(`is ${health}`),
  });
  link.start();
  const last = () => {
    const socket = outside.sockets.at(-1);
    if (socket === undefined) throw new Error('nothing was dialled');
    return socket;
  };
  const greet = () => {
    last().events.opened();
    last().events.text('{"type":"welcome","heartbeat_ms":15000}');
  };
  return { ...outside, link, heard, last, greet };
}

describe('a link', () => {
  it('says hello first, and sends nothing before the welcome', () => {
    const { link, last, greet, heard } = linked();
    expect(link.send({ type: 'early' })).toBe(false);
    greet();
    expect(link.send({ type: 'now' })).toBe(true);
    expect(last().sent).toEqual(['{"type":"hello"}', '{"type":"now"}']);
    expect(heard).toEqual(['is connecting', 'is open', 'welcome']);
  });

  it('tells of a loss once, comes back by itself and tells of trouble only after the quiet time', () => {
    const { sockets, last, greet, heard, pass } = linked();
    greet();
    pass(12_000);
    last().events.closed();
    expect(heard.slice(3)).toEqual(['lost', 'is connecting']);
    pass(300);
    expect(sockets.length).toBe(2);
    last().events.closed();
    pass(9_699);
    expect(heard).not.toContain('is trouble');
    pass(1);
    expect(heard.at(-1)).toBe('is trouble');
    greet();
    expect(heard.slice(-2)).toEqual(['is open', 'welcome']);
  });

  it('does not listen to a socket that was given up', () => {
    const { sockets, greet, link, heard } = linked();
    greet();
    link.distrust();
    sockets[0]?.events.text('{"type":"late"}');
    sockets[0]?.events.closed();
    expect(sockets[0]?.isClosed).toBe(true);
    expect(heard).not.toContain('late');
    expect(heard.filter((each) => each === 'lost')).toHaveLength(1);
  });

  it('drops a server that does not speak frames', () => {
    const { greet, last, sockets, pass } = linked();
    greet();
    last().events.text('not a frame');
    expect(sockets[0]?.isClosed).toBe(true);
    pass(1_000);
    expect(sockets.length).toBe(2);
  });

  it('stops for good', () => {
    const { greet, link, sockets, pass, wake } = linked();
    greet();
    link.stop();
    wake();
    pass(600_000);
    expect(sockets.length).toBe(1);
    expect(link.send({ type: 'late' })).toBe(false);
  });
});
