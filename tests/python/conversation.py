"""A whole conversation with a running Netreach server, by a client written from docs/protocol.md alone.

    python3 conversation.py BASE SITE PASSWORD OPERATOR OPERATOR

BASE is the server's public address (http), SITE a site's key, and the two operators sign in with PASSWORD. Standard
library only, Python 3.11. Prints OK at the end; anything else is a failure.
"""

import base64
import hashlib
import json
import os
import socket
import struct
import sys
import urllib.request
import uuid

PATIENCE_S = 60
WEBSOCKET_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


class WebSocket:
    """As much of RFC 6455 as this protocol needs."""

    def __init__(self, base, path, cookie=None):
        host, port = base.removeprefix("http://").split(":")
        self.stream = socket.create_connection((host, int(port)), timeout=PATIENCE_S)
        self.buffer = b""
        key = base64.b64encode(os.urandom(16)).decode()
        lines = [
            f"GET {path} HTTP/1.1",
            f"Host: {host}:{port}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {key}",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Protocol: netreach.v1",
            f"Origin: {base}",
        ]
        if cookie:
            lines.append(f"Cookie: {cookie}")
        self.stream.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        head = self.read_until(b"\r\n\r\n").decode()
        status, *headers = head.split("\r\n")
        assert " 101 " in status, head
        fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in headers)}
        expected = base64.b64encode(hashlib.sha1((key + WEBSOCKET_GUID).encode()).digest()).decode()
        assert fields["sec-websocket-accept"] == expected
        assert fields["sec-websocket-protocol"] == "netreach.v1"

    def more(self):
        got = self.stream.recv(65536)
        assert got, "the server closed the connection"
        self.buffer += got

    def read_until(self, end):
        while end not in self.buffer:
            self.more()
        head, _, self.buffer = self.buffer.partition(end)
        return head

    def read(self, count):
        while len(self.buffer) < count:
            self.more()
        got, self.buffer = self.buffer[:count], self.buffer[count:]
        return got

    def send(self, frame, opcode=1):
        data = frame if isinstance(frame, bytes) else json.dumps(frame).encode()
        mask = os.urandom(4)
        if len(data) < 126:
            head = struct.pack("!BB", 0x80 | opcode, 0x80 | len(data))
        else:
            head = struct.pack("!BBH", 0x80 | opcode, 0x80 | 126, len(data))
        self.stream.sendall(head + mask + bytes(byte ^ mask[i % 4] for i, byte in enumerate(data)))

    def receive(self):
        """The next JSON frame, or ("close", code, reason)."""
        text = b""
        while True:
            first, second = self.read(2)
            length = second & 0x7F
            if length == 126:
                (length,) = struct.unpack("!H", self.read(2))
            elif length == 127:
                (length,) = struct.unpack("!Q", self.read(8))
            data = self.read(length)
            opcode = first & 0x0F
            if opcode == 9:
                self.send(data, opcode=10)
            elif opcode == 8:
                return ("close", struct.unpack("!H", data[:2])[0], data[2:].decode())
            elif opcode in (0, 1):
                text += data
                if first & 0x80:
                    return json.loads(text)


class Client:
    """What a visitor's and a worker's client share."""

    def __init__(self, base, path, cookie=None):
        self.base, self.path, self.cookie = base, path, cookie
        self.socket = None
        self.ref = 0
        self.answers = {}
        self.welcome = None
        self.events = {}
        self.lives = {}
        self.caught_up = set()
        self.given = []
        self.closed = set()
        self.wire = []
        self.token = None
        self.place = None

    def connect(self, hello):
        self.welcome = None
        self.caught_up.clear()
        self.socket = WebSocket(self.base, self.path, self.cookie)
        self.socket.send({"type": "hello", **hello})
        self.until(lambda: self.welcome)
        assert self.welcome["protocol"] == 1

    def cut(self):
        self.socket.stream.close()

    def positions(self):
        return [
            {"conversation": name, "incarnation": self.lives[name], "seq": len(events)}
            for name, events in self.events.items()
        ]

    def until(self, holds):
        while not holds():
            self.take(self.socket.receive())

    def take(self, frame):
        assert isinstance(frame, dict), frame
        self.wire.append(json.dumps(frame, ensure_ascii=False))
        match frame["type"]:
            case "welcome":
                self.welcome = frame
            case "conversation":
                name = frame["conversation"]
                self.lives[name] = frame["incarnation"]
                self.token = frame.get("token", self.token)
                if frame["start_over"]:
                    self.events[name] = []
                if frame.get("new"):
                    self.given.append(name)
            case "events":
                held = self.events[frame["conversation"]]
                for event in frame["events"]:
                    assert event["seq"] == len(held) + 1, "a gap or a repeat"
                    held.append(event)
            case "caught_up":
                assert len(self.events[frame["conversation"]]) == frame["seq"]
                self.caught_up.add(frame["conversation"])
            case "place":
                self.place = frame["place"]
            case "closed":
                self.closed.add(frame["conversation"])
            case "done":
                self.answers[frame["ref"]] = "done"
            case "refused":
                self.answers[frame["ref"]] = frame["code"]

    def do(self, **command):
        self.ref += 1
        ref = self.ref
        self.socket.send({"type": "do", "ref": ref, "command": command})
        self.until(lambda: ref in self.answers)
        return self.answers[ref]

    def bodies(self, name, kind):
        return [event["body"] for event in self.events.get(name, []) if event["body"]["kind"] == kind]

    def texts(self, name):
        return [body["text"] for body in self.bodies(name, "message")]

    def ping(self):
        """Everything that was sent before is worked on once the answer is there."""
        self.socket.send({"type": "ping"})
        count = len(self.wire)
        self.until(lambda: '{"type": "pong"}' in self.wire[count:])


def sign_in(base, name, password):
    body = json.dumps({"sign_in": name, "password": password}).encode()
    headers = {"Content-Type": "application/json", "Origin": base}
    request = urllib.request.Request(f"{base}/api/v1/session", data=body, headers=headers)
    with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
        return answer.headers["Set-Cookie"].split(";")[0]


def new_id():
    return str(uuid.uuid4())


def main(base, site, password, *names):
    workers = []
    for name in names:
        worker = Client(base, "/api/v1/staff/socket", sign_in(base, name, password))
        worker.connect({})
        assert worker.do(do="availability", availability="available") == "done"
        workers.append(worker)
    first, second = workers

    with urllib.request.urlopen(f"{base}/api/v1/sites/{site}", timeout=PATIENCE_S) as answer:
        public = json.load(answer)
    assert public["state"]["state"] == "open" and public["policy"] == "off", public
    with urllib.request.urlopen(f"{base}/api/v1/sites/{site}/texts?language=en", timeout=PATIENCE_S) as answer:
        assert json.load(answer)["ground_rules"]

    visitor = Client(base, "/api/v1/visitor/socket")
    visitor.connect({"site": site, "language": "en"})
    assert visitor.welcome["desk"]["state"] == "open"
    key = new_id()
    assert visitor.do(do="start", key=key, nickname=None, rules_accepted=False) == "rules_not_accepted"
    assert visitor.do(do="start", key=key, nickname=None, rules_accepted=True) == "done"
    (talk,) = visitor.events
    visitor.until(lambda: visitor.bodies(talk, "roster"))
    roster = visitor.bodies(talk, "roster")[-1]
    assert roster["standing"]["kind"] == "full" and len(roster["workers"]) == 2
    assert sorted(worker["seat"] for worker in roster["workers"]) == ["lead", "second"]
    assert visitor.bodies(talk, "opened")[0]["nickname"] == visitor.welcome["nickname"]
    for worker in workers:
        worker.until(lambda worker=worker: talk in worker.caught_up)
        assert talk in worker.given

    hello = new_id()
    assert visitor.do(do="message", id=hello, text="Hello, is anybody there?") == "done"
    assert visitor.do(do="message", id=hello, text="Hello, is anybody there?") == "done"
    assert visitor.do(do="message", id=hello, text="Something else") == "id_taken"
    first.until(lambda: "Hello, is anybody there?" in first.texts(talk))
    assert first.do(do="message", conversation=talk, id=new_id(), text="Ring {{phone}}") == "unfilled_blank"
    assert second.do(do="aside", conversation=talk, id=new_id(), text="Between us") == "done"
    suggestion = new_id()
    assert second.do(do="suggest", conversation=talk, id=suggestion, text="Yes, two of us.") == "done"
    first.until(lambda: first.bodies(talk, "suggestion") and first.bodies(talk, "aside"))
    answer = new_id()
    sent = first.do(do="message", conversation=talk, id=answer, text="Yes, two of us.", suggestion=suggestion)
    assert sent == "done"
    assert first.bodies(talk, "suggestion_closed") == [
        {"kind": "suggestion_closed", "id": suggestion, "sent_as": answer}
    ]
    visitor.until(lambda: "Yes, two of us." in visitor.texts(talk))

    # Marks: what the first has seen, the visitor is told.
    message = next(event for event in first.events[talk] if event["body"].get("id") == hello)
    number = message["public"]
    first.socket.send({"type": "read", "conversation": talk, "delivered": number, "seen": number})
    visitor.until(lambda: any(marks["seen"] == number for marks in visitor.bodies(talk, "marks")))

    # A broken connection: what was missed comes, and nothing comes twice.
    visitor.cut()
    assert second.do(do="message", conversation=talk, id=new_id(), text="Are you still there?") == "done"
    visitor.connect({"site": site, "language": "en", "token": visitor.token, "have": visitor.positions()[0]})
    visitor.until(lambda: talk in visitor.caught_up)
    expected = ["Hello, is anybody there?", "Yes, two of us.", "Are you still there?"]
    assert visitor.texts(talk) == expected, visitor.texts(talk)

    # The lead changes hands, whoever asks.
    leads = lambda: next(w["worker"] for w in visitor.bodies(talk, "roster")[-1]["workers"] if w["seat"] == "lead")
    before = leads()
    assert first.do(do="swap_lead", conversation=talk) == "done"
    visitor.until(lambda: leads() != before)

    assert visitor.do(do="end") == "done"
    assert visitor.bodies(talk, "ended") == [{"kind": "ended", "by": "visitor"}]
    for worker in workers:
        worker.until(lambda worker=worker: talk in worker.closed)
        assert worker.texts(talk) == expected
        worker.ping()
    assert not any("Between us" in frame or '"aside"' in frame for frame in visitor.wire)
    print("OK")


if __name__ == "__main__":
    main(*sys.argv[1:])
