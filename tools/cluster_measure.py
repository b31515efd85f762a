#!/usr/bin/env python3
"""What docs/scale.md tells of: a corpus on tools/cluster's two workers, beside the same on this machine alone.

  tools/cluster_measure.py same MEDIA OUT      every clip of MEDIA by one machine and by the cluster: the same bytes?
  tools/cluster_measure.py chaos MEDIA OUT     a worker killed, clips that crash, hang, are torn, empty, an hour long
  tools/cluster_measure.py growth MEDIA OUT    10, 40, 160, 640 stills: seconds on the cluster, and of 160 on one machine
  tools/cluster_measure.py driver MEDIA OUT    100, 1000, 10000 tiny tasks: the driver's memory

Wants tools/cluster fetch and up before; for chaos also the module's test classes (mvn -pl keylight-spark -am test-compile).
Writes only into OUT. Needs nothing but Python.
"""
import glob
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
KEYLIGHT = os.path.join(ROOT, "keylight")
CLUSTER = os.path.join(ROOT, "tools", "cluster")
MASTER = "spark://127.0.0.1:" + os.environ.get("PORT", "7077")
RUN = os.path.join(ROOT, "keylight-spark", "target", "cluster")


def timed(*command, **options):
    start = time.time()
    done = subprocess.run(command, capture_output=True, text=True, **options)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    return time.time() - start, done.stdout.strip()


def files(folder):
    found = {}
    for path in sorted(glob.glob(folder + "/clips/*") + [folder + "/manifest.jsonl"]):
        with open(path, "rb") as file:
            found[os.path.relpath(path, folder)] = hashlib.sha256(file.read()).hexdigest()
    return found


def compare(one, other):
    a, b = files(one), files(other)
    differing = [name for name in sorted(set(a) | set(b)) if a.get(name) != b.get(name)]
    print(f"files: {len(a)} and {len(b)}; differing: {differing or 'none'}")


def same(media, out):
    options = json.loads(os.environ.get("OPTIONS", '["--size","256","--min-face","90","--stills"]'))
    local = os.environ.get("LOCAL")
    if not local:
        local = out + "/local"
        seconds, said = timed(KEYLIGHT, "prepare", media, "-o", local, *options)
        print(f"one machine, two threads: {seconds:.1f} s; {said}")
    seconds, said = timed(KEYLIGHT, "prepare", media, "-o", out + "/spark", "--master", MASTER, *options)
    print(f"two workers of one core: {seconds:.1f} s; {said}")
    compare(local, out + "/spark")
    timed(KEYLIGHT, "report", out + "/spark", "--master", "local[1]")
    shutil.copy(out + "/spark/report.md", out + "/report-of-the-first-run.md")
    seconds, said = timed(KEYLIGHT, "prepare", media, "-o", out + "/spark", "--master", MASTER, *options)
    print(f"again: {seconds:.1f} s; {said}")


def ffmpeg(out):
    """The program that lies in FFmpeg's artifact, for cutting and looping without decoding."""
    folder = os.path.join(out, "ffmpeg")
    if not os.path.isdir(folder):
        jar = sorted(glob.glob(os.path.expanduser("~/.m2/repository/org/bytedeco/ffmpeg/*/ffmpeg-*-linux-x86_64.jar")))[-1]
        with zipfile.ZipFile(jar) as archive:
            names = [n for n in archive.namelist() if n.startswith("org/bytedeco/ffmpeg/linux-x86_64/") and not n.endswith("/")]
            os.makedirs(folder)
            for name in names:
                with open(os.path.join(folder, os.path.basename(name)), "wb") as target:
                    target.write(archive.read(name))
        os.chmod(os.path.join(folder, "ffmpeg"), 0o755)
    def run(*arguments):
        subprocess.run([os.path.join(folder, "ffmpeg"), "-v", "error", "-y", *arguments], check=True,
                       env={**os.environ, "LD_LIBRARY_PATH": folder})
    return run


def seconds_long(media, folder, run, count):
    """The first second of the media's videos, as files of their own."""
    made = []
    for video in sorted(glob.glob(media + "/**/*.mp4", recursive=True)):
        target = os.path.join(folder, "good" + re.sub(r"\W+", "_", os.path.relpath(video, media))[:-4] + ".mp4")
        run("-i", video, "-t", "1", "-c:v", "copy", "-an", target)
        made.append(target)
        if len(made) == count:
            break
    return made


def chaos(media, out):
    videos = out + "/videos"
    shutil.rmtree(out, ignore_errors=True)
    os.makedirs(videos)
    run = ffmpeg(out)
    good = seconds_long(media, videos, run, 12)
    only_good = out + "/good"
    os.makedirs(only_good)
    for video in good:
        os.link(video, os.path.join(only_good, os.path.basename(video)))
    for name in ("crash", "hang"):  # names that the tests' FaultyWorker falls over, with contents of their own
        shutil.copy(good[0], f"{videos}/{name}.mp4")
        with open(f"{videos}/{name}.mp4", "ab") as file:
            file.write(name.encode())
    whole = open(good[1], "rb").read()
    open(videos + "/torn.mp4", "wb").write(whole[:len(whole) // 3])
    open(videos + "/void.mp4", "wb").close()
    run("-stream_loop", "-1", "-i", good[2], "-t", "3500", "-c", "copy", videos + "/hour.mp4")
    os.mkfifo(videos + "/pipe.mp4")  # whoever opens it waits for ever
    names = sorted(os.listdir(videos))
    with open(out + "/manifest.jsonl", "w") as manifest:
        for name in names:
            manifest.write(json.dumps({"source": name, "uri": f"{videos}/{name}"}) + "\n")
    jars = [jar for jar in glob.glob(ROOT + "/keylight-cli/target/lib/*.jar")]
    jars += glob.glob(ROOT + "/keylight-spark/target/keylight-spark-*.jar") + [ROOT + "/keylight-spark/target/test-classes"]
    job = {"work": "prepare", "manifest": out + "/manifest.jsonl", "output": out + "/data", "classPath": ":".join(jars),
           "options": {"side": 256, "fewestFrames": 8, "mostFrames": 300, "every": 1, "smallestFace": 90, "leastSharpness": 12, "stills": False},
           "splits": {"share": 0.1, "seed": 0}, "worker": "dev.keylight.spark.job.FaultyWorker", "seconds": int(os.environ.get("SECONDS_EACH", "25")),
           "megabytes": 3000, "attempts": 2}
    with open(out + "/job.json", "w") as file:
        json.dump(job, file)
    for attempt in ("first", "rerun"):
        start, killed = time.time(), attempt == "rerun"
        with open(f"{out}/{attempt}.log", "w") as log:
            driver = subprocess.Popen([CLUSTER, "submit", out + "/job.json"], stdout=subprocess.PIPE, stderr=log, text=True)
        last = ""
        for line in driver.stdout:
            progress = re.match(r'\{"progress":\[(\d+),(\d+)\]', line)
            if progress and int(progress[1]) >= 4 and not killed:
                killed = True
                worker = open(RUN + "/worker2.pid").read().strip()
                executors = subprocess.run(["pgrep", "-P", worker], capture_output=True, text=True).stdout.split()
                for pid in [worker, *executors]:
                    os.kill(int(pid), signal.SIGKILL)
                print(f"SIGKILL to worker2 and its {len(executors)} executor after {progress[1]} of {progress[2]} items")
            elif line.startswith("{") and not progress:
                last = line.strip()
        print(f"{attempt}: exit code {driver.wait()} after {time.time() - start:.1f} s; {last}")
    rows = [json.loads(line) for line in open(out + "/data/manifest.jsonl")]
    sources = sorted({row["source"] for row in rows})
    print(f"manifest: {len(rows)} rows; every file has one: {sources == names}")
    for row in rows:
        if "rejected" in row:
            print(f"  {row['source']}: {row['rejected']}")
    seconds, said = timed(KEYLIGHT, "prepare", only_good, "-o", out + "/local", "--size", "256", "--min-face", "90", "--min-frames", "8")
    print(f"the good ones by one machine: {said}")
    a, b = files(out + "/local"), files(out + "/data")
    print("good clips that differ from one machine's:", [n for n in a if n.startswith("clips/") and a[n] != b.get(n)] or "none")
    _, said = timed(KEYLIGHT, "report", out + "/data", "--master", "local[1]")
    print(said)


def stills(media, folder, count):
    """Copies of a small still, each with contents of its own: what stands behind the end of a JPEG nobody reads."""
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    picture = open(min(glob.glob(media + "/**/*.jpg", recursive=True), key=os.path.getsize), "rb").read()
    for i in range(count):
        with open(f"{folder}/{i:05}.jpg", "wb") as file:
            file.write(picture + str(i).encode())


def growth(media, out):
    options = ["--size", "64", "--min-face", "40", "--stills"]
    for count in json.loads(os.environ.get("COUNTS", "[10, 40, 160, 640]")):
        stills(media, out + "/stills", count)
        shutil.rmtree(out + "/data", ignore_errors=True)
        seconds, said = timed(KEYLIGHT, "prepare", out + "/stills", "-o", out + "/data", "--master", MASTER, *options)
        print(f"{count} items on the cluster: {seconds:.1f} s; {said}", flush=True)
        if count in json.loads(os.environ.get("LOCAL_COUNTS", "[160]")):
            seconds, said = timed(KEYLIGHT, "prepare", out + "/stills", "-o", out + "/local", *options)
            print(f"{count} items on one machine: {seconds:.1f} s; {said}", flush=True)


def driver(media, out):
    """The driver's heap, collected wholly every few seconds: what it really holds on to."""
    for count in json.loads(os.environ.get("COUNTS", "[100, 1000, 10000]")):
        folder = out + "/tiny"
        shutil.rmtree(out, ignore_errors=True)
        os.makedirs(folder)
        for i in range(count):
            with open(f"{folder}/{i:05}.mp4", "w") as file:
                file.write(f"no video, number {i}")
        log, start = out + "/gc.log", time.time()
        command = [KEYLIGHT, "prepare", folder, "-o", out + "/data", "--master", MASTER, "--spark-conf",
                   f"spark.driver.extraJavaOptions=-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xlog:gc:file={log}"]
        run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        while run.poll() is None:
            time.sleep(4)
            for pid in subprocess.run(["pgrep", "-f", f"SparkSubmit.*{re.escape(log)}|{re.escape(log)}.*SparkSubmit"], capture_output=True, text=True).stdout.split():
                if int(pid) != run.pid:
                    subprocess.run(["jcmd", pid, "GC.run"], capture_output=True)
        live = [int(m) for m in re.findall(r"Pause Full.*?->(\d+)M", open(log).read())]
        print(f"{count} tiny items: {time.time() - start:.1f} s, exit code {run.returncode}; the driver held, in MB: {live}", flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 4 or sys.argv[1] not in ("same", "chaos", "growth", "driver"):
        sys.exit(__doc__)
    os.makedirs(sys.argv[3], exist_ok=True)
    {"same": same, "chaos": chaos, "growth": growth, "driver": driver}[sys.argv[1]](os.path.abspath(sys.argv[2]), os.path.abspath(sys.argv[3]))
