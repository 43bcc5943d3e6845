#!/usr/bin/env bash
# Runs a command beside a Slurm cluster of one node, this machine, and ends the cluster with it. As root on Debian:
#   apt-get install slurm-wlm
#   benchmarks/slurm_node.sh .venv/bin/python -m pytest tests/pipeline/test_engines.py -k slurm
set -euo pipefail
folder=$(mktemp -d)
host=$(hostname -s)
export SLURM_CONF=$folder/slurm.conf
cat > "$SLURM_CONF" <<END
ClusterName=one
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
AuthInfo=socket=$folder/munge/socket
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
ReturnToService=2
KillWait=5
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) RealMemory=$(free --mebi | awk '/^Mem/ {print $2}')
PartitionName=main Nodes=$host Default=YES MaxTime=INFINITE
END
chmod 755 "$folder"
mkdir "$folder/state" "$folder/spool"
install -d -o munge -g munge -m 755 "$folder/munge"
processes=()
end() {
  kill "${processes[@]}" 2>> "$folder/log" || true
  wait "${processes[@]}" 2>> "$folder/log" || true
  rm -rf "$folder"
}
trap end EXIT
start() { "$@" >> "$folder/log" 2>&1 & processes+=($!); }

start setpriv --reuid=munge --regid=munge --clear-groups munged --foreground --socket="$folder/munge/socket" \
  --pid-file="$folder/munge/pid" --log-file="$folder/munge/log" --seed-file="$folder/munge/seed"
until [ -S "$folder/munge/socket" ]; do sleep 0.1; done
start slurmctld -D
start slurmd -D
tries=0
until [ "$(sinfo --noheader --format=%t 2>> "$folder/log")" = idle ]; do
  if ((++tries > 60)); then cat "$folder/log" >&2; exit 1; fi
  sleep 0.5
done
"$@"
