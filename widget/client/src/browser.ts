// The outside world as a browser gives it.

import { SUBPROTOCOL } from '@netreach/protocol';
import type { Ports } from './link.ts';

/** Real socket, clock, dice and wake-up calls. `path` is on this document's own origin. */
export function browserPorts(path: string): Ports {
  return {
    dial(events) {
      const url = new URL(path, location.href);
      url.protocol = url.protocol === 'http:' ? 'ws:' : 'wss:';
      const socket = new WebSocket(url, SUBPROTOCOL);
      socket.onopen = events.opened;
      socket.onmessage = (event) => {
        if (typeof event.data === 'string') events.text(event.data);
      };
      socket.onclose = events.closed;
      return {
        send: (text) => {
          if (socket.readyState === WebSocket.OPEN) socket.send(text);
        },
        close: () => socket.close(),
      };
    },
    now: () => performance.now(),
    random: () => Math.random(),
    after(ms, call) {
      const timer = setTimeout(call, ms);
      return () => clearTimeout(timer);
    },
    onWake(call) {
      const seen = () => {
        if (document.visibilityState === 'visible') call();
      };
      addEventListener('online', call);
      document.addEventListener('visibilitychange', seen);
      return () => {
        removeEventListener('online', call);
        document.removeEventListener('visibilitychange', seen);
      };
    },
  };
}

/** A random UUID (version 4). `crypto.randomUUID` is missing where a host page came without TLS; this is not. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
