#!/bin/sh
# Makes the shipped motion templates with the tracker from the project's test clips (see their SOURCES.md); only
# offsets of a mean face are kept. Usage: tools/motion-templates.sh MEDIA_FOLDER, after `mvn package`.
set -eu
media=$1
here=$(cd "$(dirname "$0")/.." && pwd)
out=$here/keylight-core/src/main/resources/dev/keylight/motion/templates
list=$(mktemp)
trap 'rm -f "$list"' EXIT
mkdir -p "$out"
(cd "$here" && mvn -q -B -o -pl keylight-core dependency:build-classpath -Dmdep.outputFile="$list" -Dmdep.includeScope=runtime)

# clip, seconds from and to, name, strengths of expression, eyes, brows, mouth, rotation, shift
make() {
  clip=$1 from=$2 to=$3 name=$4
  shift 4
  java -cp "$here/keylight-core/target/classes:$(cat "$list")" "$here/tools/MotionTemplates.java" \
    "$media/$clip" "$from" "$to" "$name" "$out/$name.json" "$@"
}
make liveportrait/d13.mp4 0 6.6 talking 1 1 1 1 1 1
make liveportrait/d11.mp4 0.2 4.6 nodding 1 1 0.5 0.25 1 0.7
make echomimic/a.mp4 0.3 6 smiling 1 1 1 1 1 1
make liveportrait/d3.mp4 0 9.8 looking-round 1 0.3 0.3 0.2 1 0.15
