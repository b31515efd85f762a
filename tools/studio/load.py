#!/usr/bin/env python3
"""Times renders alone and beside many clients, in turn, and how long the clients wait for their answers; or soaks the server.

  load.py http://localhost:7411 --pid PID --portrait small.png [--clients 50] [--rounds 4]
  load.py http://localhost:7411 --pid PID --portrait small.png --soak 600 [--clients 10] [--pause 4]

Each client keeps one connection, asks for its render once a second with the entity tag it has, and every --every seconds
uploads a picture, and forgets it with the next. That is 50 questions and, with the defaults, 1.7 uploads a second in all. The
clients live in one thread of an event loop: what they cost is printed too. A soak renders now and then, with --pause seconds
between, and prints a line a minute.
"""

import argparse
import asyncio
import json
import os
import random
import time

from studio_client import SMALL_JOB, percentile, usage


class Client:
    """One keep-alive connection that speaks as much HTTP as is needed here."""

    def __init__(self, address):
        host, port = address.split("//")[1].rstrip("/").split(":")
        self.host, self.port, self.streams = host, int(port), None

    async def send(self, method, path, body=b"", headers=""):
        for fresh in (False, True):
            try:
                if self.streams is None or fresh:
                    self.streams = await asyncio.open_connection(self.host, self.port)
                reader, writer = self.streams
                writer.write(f"{method} {path} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\nContent-Length: {len(body)}\r\n{headers}\r\n".encode() + body)
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower().split("\r\n")
                fields = dict(line.split(": ", 1) for line in head[1:] if ": " in line)
                length = int(fields.get("content-length", 0))
                return int(head[0].split()[1]), fields, await reader.readexactly(length) if length else b""
            except (ConnectionError, asyncio.IncompleteReadError):
                self.streams = None
        return 0, {}, b""


async def behave(address, number, state, picture, every):
    """A client's life: a question a second, an upload now and then."""
    client, tag, mine = Client(address), "", None
    randomly = random.Random(number)
    await asyncio.sleep(randomly.random())
    upload_at = time.monotonic() + every * randomly.random()
    while not state["stop"]:
        begun = time.monotonic()
        status, fields, _ = await client.send("GET", "/v1/jobs/" + state["job"], headers=f"If-None-Match: {tag}\r\n" if tag else "")
        state["took"].append(time.monotonic() - begun)
        state["statuses"][status] = state["statuses"].get(status, 0) + 1
        tag = fields.get("etag", "")
        if picture and time.monotonic() > upload_at:
            upload_at += every
            begun_upload = time.monotonic()
            status, _, body = await client.send("POST", f"/v1/uploads?name=client-{number}.png", picture)
            state["uploads"].append(time.monotonic() - begun_upload)
            state["statuses"][f"upload {status}"] = state["statuses"].get(f"upload {status}", 0) + 1
            if mine:
                await client.send("DELETE", "/v1/uploads/" + mine)
            mine = json.loads(body).get("id") if status == 201 else None
        await asyncio.sleep(max(0, 1 - (time.monotonic() - begun)))
    if mine:
        await client.send("DELETE", "/v1/uploads/" + mine)


async def render(client, job, state=None):
    """Seconds by the studio's own clock, from the start to the end of the render."""
    _, _, body = await client.send("POST", "/v1/jobs", json.dumps(job).encode())
    made = json.loads(body)["id"]
    if state is not None:
        state["job"] = made
    begun = None
    while True:
        _, _, body = await client.send("GET", "/v1/jobs/" + made)
        now = json.loads(body)
        if now["state"] not in ("queued", "running"):
            assert now["state"] == "done", now
            return moment(now["finishedAt"]) - moment(now["startedAt"]), made
        await asyncio.sleep(0.25)


def moment(text):
    import datetime

    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def cpu(pid):
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def fresh_state(job):
    return {"stop": False, "job": job, "took": [], "uploads": [], "statuses": {}}


async def compare(args, picture):
    own = Client(args.address)
    job = json.loads(json.dumps(SMALL_JOB))
    job["options"]["output"] = {"longSide": args.side, "seconds": args.seconds}
    _, last = await render(own, job)
    alone, loaded, total = [], [], fresh_state(last)
    server = clients = watched = 0.0
    for _ in range(args.rounds):
        seconds, last = await render(own, job)
        alone.append(seconds)
        state = total | {"stop": False, "job": last}
        crowd = [asyncio.create_task(behave(args.address, n, state, picture, args.every)) for n in range(args.clients)]
        await asyncio.sleep(2)
        before = time.monotonic(), cpu(args.pid), cpu(os.getpid())
        seconds, last = await render(own, job, state)
        loaded.append(seconds)
        watched += time.monotonic() - before[0]
        server += cpu(args.pid) - before[1]
        clients += cpu(os.getpid()) - before[2]
        state["stop"] = True
        await asyncio.gather(*crowd)
    print(json.dumps({
        "clients": args.clients, "render alone s": [round(s, 2) for s in alone], "render loaded s": [round(s, 2) for s in loaded],
        "ratio of medians": round(percentile(loaded, 0.5) / percentile(alone, 0.5), 3),
        "ratio of sums": round(sum(loaded) / sum(alone), 3),
        "answers": len(total["took"]), "statuses": total["statuses"],
        "answers p50 ms": round(1000 * percentile(total["took"], 0.5), 1), "p95 ms": round(1000 * percentile(total["took"], 0.95), 1),
        "p99 ms": round(1000 * percentile(total["took"], 0.99), 1),
        "uploads p50 ms": round(1000 * percentile(total["uploads"], 0.5), 1) if total["uploads"] else None,
        "uploads p95 ms": round(1000 * percentile(total["uploads"], 0.95), 1) if total["uploads"] else None,
        "server's share of a core": round(server / watched, 3), "clients' share of a core": round(clients / watched, 3),
    }))


async def soak(args, picture):
    own = Client(args.address)
    job = json.loads(json.dumps(SMALL_JOB))
    job["options"]["output"] = {"longSide": 128, "seconds": 0.3}
    _, last = await render(own, job)
    state = fresh_state(last)
    crowd = [asyncio.create_task(behave(args.address, n, state, picture, args.every)) for n in range(args.clients)]
    begun = time.monotonic()
    renders = minute = 0
    while time.monotonic() - begun < args.soak:
        await render(own, job, state)
        renders += 1
        await asyncio.sleep(args.pause)
        if time.monotonic() - begun >= 60 * minute:
            print(json.dumps({
                "minute": minute, **usage(args.pid), "renders": renders, "answers": len(state["took"]), "uploads": len(state["uploads"]),
                "p95 ms": round(1000 * percentile(state["took"], 0.95), 1) if state["took"] else None, "cpu s": round(cpu(args.pid), 1),
            }), flush=True)
            minute += 1
    state["stop"] = True
    await asyncio.gather(*crowd)
    print(json.dumps({"end": usage(args.pid), "renders": renders, "answers": len(state["took"]), "statuses": state["statuses"]}), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address")
    parser.add_argument("--pid", type=int, required=True, help="of the server")
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--portrait", help="what clients upload")
    parser.add_argument("--every", type=float, default=30, help="seconds between a client's uploads")
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--side", type=int, default=512)
    parser.add_argument("--seconds", type=float, default=8, help="length of the timed render")
    parser.add_argument("--soak", type=float, default=0, help="seconds")
    parser.add_argument("--pause", type=float, default=4, help="seconds between a soak's renders")
    args = parser.parse_args()
    picture = open(args.portrait, "rb").read() if args.portrait else None
    asyncio.run(soak(args, picture) if args.soak else compare(args, picture))


if __name__ == "__main__":
    main()
