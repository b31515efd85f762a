"""What the studio's tools share: a client without libraries, and a look at a process from outside."""

import json
import os
import time
import urllib.error
import urllib.request

SMALL_JOB = {
    "portrait": {"upload": "example-portrait"},
    "driver": {"template": "talking"},
    "light": {"said": "rembrandt"},
    "options": {"output": {"longSide": 256, "seconds": 4}},
}


class Studio:
    def __init__(self, address):
        self.address = address.rstrip("/")

    def send(self, method, path, body=None, headers=None):
        """Status and body of an answer, whatever it is."""
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        request = urllib.request.Request(self.address + path, data=data, method=method, headers=headers or {})
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def json(self, method, path, body=None):
        status, answer = self.send(method, path, body)
        return json.loads(answer) if answer else {"status": status}

    def finish(self, job):
        while True:
            now = self.json("GET", "/v1/jobs/" + job)
            if now["state"] not in ("queued", "running"):
                return now
            time.sleep(0.2)


def usage(pid):
    """Resident megabytes, threads and open files of a process."""
    with open(f"/proc/{pid}/status") as status:
        fields = dict(line.split(":", 1) for line in status)
    return {
        "megabytes": int(fields["VmRSS"].split()[0]) // 1024,
        "threads": int(fields["Threads"]),
        "handles": len(os.listdir(f"/proc/{pid}/fd")),
    }


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]
