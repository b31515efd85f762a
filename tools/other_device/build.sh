#!/usr/bin/env bash
# build.sh HEADERS LIBRARIES OUT: HEADERS is the include folder of PyTorch of the same version as pom.xml's libtorch (of its
# Python package, for instance), LIBRARIES the folder where JavaCPP unpacked libtorch (~/.javacpp/cache/pytorch-...).
set -e
[ $# = 3 ] || { sed -n 2,3p "$0"; exit 2; }
g++ -std=c++17 -O1 -shared -fPIC -I"$1" -I"$1/torch/csrc/api/include" "$(dirname "$0")/other_device.cpp" -o "$3" \
  -L"$2" -ltorch_cpu -lc10 -Wl,-rpath,"$2"
