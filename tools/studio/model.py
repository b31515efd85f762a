#!/usr/bin/env python3
"""A render by the model in the studio: its plan, its progress, cancel and resume, and kill -9 in the middle.

  model.py KEYLIGHT WEIGHTS FOLDER [--engine lcvd:draft] [--seconds 0.6] [--port 7590]

Starts studios of its own (KEYLIGHT is the command) with weights as `keylight weights list` describes them. Renders once
undisturbed; once more, cancelled and resumed; once more with the server killed without warning. Says what was planned and what
it took, at which window each attempt went on, and whether the videos are the same bytes.
"""

import argparse
import hashlib
import json
import os
import signal
import subprocess
import time

from studio_client import SMALL_JOB, Studio


class Server:
    def __init__(self, args):
        environment = dict(os.environ, KEYLIGHT_WEIGHTS=args.weights)
        # A session of its own, as the launcher is a shell that becomes the server.
        self.process = subprocess.Popen(
            [args.keylight, "serve", "--data", args.folder, "--port", str(args.port)], env=environment, stdout=subprocess.DEVNULL, start_new_session=True)
        self.studio = Studio(f"http://localhost:{args.port}")
        for _ in range(240):
            try:
                if self.studio.send("GET", "/healthz")[0] == 200:
                    return
            except OSError:
                time.sleep(0.5)
        raise SystemExit("the studio did not start")

    def kill(self):
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def close(self):
        self.process.terminate()
        self.process.wait(timeout=20)


def follow(studio, job, until=None, quiet=False):
    """Waits for a job's end, or for so many windows; the first window that was seen, and the last answer."""
    first, said = None, 0
    while True:
        now = studio.json("GET", "/v1/jobs/" + job)
        part = now.get("part")
        if part and first is None:
            first = part["done"]
        if part and until is not None and part["done"] >= until:
            return first, now
        if now["state"] not in ("queued", "running"):
            return first, now
        if part and not quiet and time.monotonic() - said > 5:
            said = time.monotonic()
            print("  ", part, "left", now.get("secondsLeft"), flush=True)
        time.sleep(0.05)


def digest(studio, done):
    return hashlib.sha256(studio.send("GET", done["links"]["result"])[1]).hexdigest()[:16]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("keylight")
    parser.add_argument("weights")
    parser.add_argument("folder")
    parser.add_argument("--engine", default="lcvd:draft")
    parser.add_argument("--seconds", type=float, default=0.6)
    parser.add_argument("--port", type=int, default=7590)
    args = parser.parse_args()
    job = json.loads(json.dumps(SMALL_JOB))
    job["options"]["output"] = {"longSide": 256, "seconds": args.seconds}
    job["options"]["engine"] = args.engine
    server = Server(args)
    studio = server.studio
    print("engines", [(e["id"], e["ready"]) for e in studio.json("GET", "/v1/engines")])
    print("plan", studio.json("POST", "/v1/plans", {"engine": args.engine, "frames": round(25 * args.seconds)}))
    begun = time.monotonic()
    whole = studio.json("POST", "/v1/jobs", job)["id"]
    _, done = follow(studio, whole)
    assert done["state"] == "done", done
    print("undisturbed", round(time.monotonic() - begun, 1), "s", done["result"], [note[:110] for note in done["notes"]])
    print("plan", studio.json("POST", "/v1/plans", {"engine": args.engine, "frames": done["result"]["frames"]}))
    expected = digest(studio, done)

    second = studio.json("POST", "/v1/jobs", job)["id"]
    _, now = follow(studio, second, until=3, quiet=True)
    studio.send("DELETE", "/v1/jobs/" + second)
    at = now["part"]["done"]
    while studio.json("GET", "/v1/jobs/" + second)["state"] != "cancelled":
        time.sleep(0.05)
    studio.send("POST", f"/v1/jobs/{second}/resume", {})
    first, done = follow(studio, second, quiet=True)
    print("cancelled after window", at, "goes on with", first, done["state"], "same bytes" if digest(studio, done) == expected else "OTHER BYTES")

    third = studio.json("POST", "/v1/jobs", job)["id"]
    _, now = follow(studio, third, until=5, quiet=True)
    server.kill()
    at = now["part"]["done"]
    server = Server(args)
    studio = server.studio
    first, done = follow(studio, third, quiet=True)
    print("killed after window", at, "goes on with", first, done["state"], "same bytes" if digest(studio, done) == expected else "OTHER BYTES")
    server.close()


if __name__ == "__main__":
    main()
