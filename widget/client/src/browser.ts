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
