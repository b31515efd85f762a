#!/usr/bin/env python3
"""Uploads mutated files and sees that each gets an answer and the server stays as it was.

  fuzz_uploads.py http://localhost:7411 --pid PID --count 1000 FILE...
"""

import argparse
import collections
import json
import random

from studio_client import Studio, usage


def mutated(chance, original):
    data = bytearray(original)
    kind = chance.randrange(4)
    if kind == 0:
        for _ in range(1 + chance.randrange(60)):
            data[chance.randrange(min(len(data), 4096))] = chance.randrange(256)
    elif kind == 1:
        del data[1 + chance.randrange(len(data) - 1):]
    elif kind == 2:
        start, length = chance.randrange(len(data)), chance.randrange(1, 5000)
        data[start:start] = data[start:start + length]
    else:
        for _ in range(200):
            data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address")
    parser.add_argument("files", nargs="+")
    parser.add_argument("--pid", type=int, required=True)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    studio, chance = Studio(args.address), random.Random(args.seed)
    originals = [open(name, "rb").read() for name in args.files]
    answers = collections.Counter()
    before = None
    for i in range(args.count):
        status, body = studio.send("POST", "/v1/uploads?name=fuzz", mutated(chance, originals[i % len(originals)]))
        answers[status] += 1
        if status == 201:
            studio.send("DELETE", "/v1/uploads/" + json.loads(body)["id"])
        if i == args.count // 10:
            before = usage(args.pid)
    print({"answers": dict(answers), "after a tenth": before, "in the end": usage(args.pid), "alive": studio.send("GET", "/healthz")[0] == 200})


if __name__ == "__main__":
    main()
