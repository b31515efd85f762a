#!/usr/bin/env python3
"""Times a render alone, and again while many clients poll and upload; or soaks the server for a while.

  load.py http://localhost:7411 --pid PID --clients 50 [--portrait small.png] [--soak SECONDS]
"""

import argparse
import json
import threading
import time

from studio_client import SMALL_JOB, Studio, percentile, usage


def render(studio):
    begun = time.monotonic()
    job = studio.json("POST", "/v1/jobs", SMALL_JOB)["id"]
    done = studio.finish(job)
    assert done["state"] == "done", done
    return time.monotonic() - begun


def client(address, stop, picture, took, failures, number):
    studio = Studio(address)
    rounds = 0
    while not stop.is_set():
        for path in ("/v1/jobs?limit=20", "/v1/engines", "/v1/uploads"):
            begun = time.monotonic()
            status, _ = studio.send("GET", path)
            took.append(time.monotonic() - begun)
            if status != 200:
                failures.append(status)
        rounds += 1
        if picture and rounds % 20 == number % 20:
            status, body = studio.send("POST", "/v1/uploads?name=load.png", picture)
            if status == 201:
                studio.send("DELETE", "/v1/uploads/" + json.loads(body)["id"])
            elif status not in (429, 503):
                failures.append(status)
        stop.wait(1)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address")
    parser.add_argument("--pid", type=int, required=True)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--portrait")
    parser.add_argument("--renders", type=int, default=3)
    parser.add_argument("--soak", type=float, default=0)
    args = parser.parse_args()
    studio = Studio(args.address)
    picture = open(args.portrait, "rb").read() if args.portrait else None
    render(studio)
    alone = [render(studio) for _ in range(args.renders)]
    stop, took, failures = threading.Event(), [], []
    threads = [
        threading.Thread(target=client, args=(args.address, stop, picture, took, failures, n), daemon=True)
        for n in range(args.clients)
    ]
    for thread in threads:
        thread.start()
    time.sleep(2)
    first = usage(args.pid)
    loaded = [render(studio) for _ in range(args.renders)]
    end = time.monotonic() + args.soak
    while time.monotonic() < end:
        loaded.append(render(studio))
    last = usage(args.pid)
    stop.set()
    for thread in threads:
        thread.join(timeout=5)
    print(json.dumps({
        "render alone s": round(percentile(alone, 0.5), 2),
        "render loaded s": round(percentile(loaded, 0.5), 2),
        "ratio": round(percentile(loaded, 0.5) / percentile(alone, 0.5), 3),
        "requests": len(took),
        "p50 ms": round(1000 * percentile(took, 0.5), 1),
        "p95 ms": round(1000 * percentile(took, 0.95), 1),
        "failures": failures[:5],
        "at first": first,
        "in the end": last,
    }))


if __name__ == "__main__":
    main()
