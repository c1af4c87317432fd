// The connection and the conversation for both sides, without a document: what the panel and the console share.
//
// - `createLink` + `browserPorts`: a socket that keeps itself alive (hello, heartbeat, silence, backoff, quiet time).
// - `conversationFrame`, `applyEvents`, `caughtUp`, `connectionLost`: a conversation as a fold over events.
// - `enqueue`, `dispatch`, `answered`, `arrived`, `disconnected`: what was written and has not arrived yet.
// - `historyFrames`: the answer to `need_history`.
// - `newVisitorSession`, `stepVisitor`: all of these put together for a visitor.

export * from './browser.ts';
export * from './connection.ts';
export * from './conversation.ts';
export * from './history.ts';
export * from './link.ts';
export * from './outbox.ts';
export * from './visitor.ts';
