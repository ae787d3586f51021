#!/usr/bin/env bash
# Measures, over the last 30 days, the targets of improvement/targets.json that only operation shows.
#
#   operation-report.sh PROMETHEUS_URL
#
# Prints a line for each. Fails when one is missed or could not be measured. Run it inside the
# network, in the repository. Needs aws, curl, gh and jq.
set -euo pipefail

prometheus=$1
targets=improvement/targets.json
since=$(date -u -d '30 days ago' +%Y-%m-%d)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The longest job of each run: the runs themselves also hold the time that reviewers took.
change_time() {
  gh run list --workflow promote.yml --status success --created ">=$since" --limit 200 \
    --json databaseId --jq '.[].databaseId' > "$work/runs"
  while read -r run; do
    gh run view "$run" --json jobs --jq '[.jobs[] | select(.conclusion == "success")
      | (.completedAt | fromdate) - (.startedAt | fromdate)] | max / 60'
  done < "$work/runs" > "$work/minutes"
  jq -es 'sort | if length == 0 then error("no change") else .[(length * 0.95 | ceil) - 1] end' \
    "$work/minutes"
}

api_latency() {
  local start slowest=0 took
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    start=$(date +%s%3N)
    aws sts get-caller-identity > /dev/null
    took=$(($(date +%s%3N) - start))
    if [ "$took" -gt "$slowest" ]; then slowest=$took; fi
  done
  jq -n --argjson milliseconds "$slowest" '$milliseconds / 1000'
}

automation() {
  gh run list --created ">=$since" --limit 1000 --json event | jq -e '
    if length == 0 then error("no run")
    else ([.[] | select(.event != "workflow_dispatch")] | length) * 100 / length end'
}

developer_time() {
  gh issue list --state closed --search "closed:>=$since" --limit 1000 --json labels | jq -e '
    if length == 0 then error("no issue")
    else ([.[] | select(any(.labels[]; .name == "infrastructure"))] | length) * 100 / length end'
}

critical_incidents() {
  local query
  query=$(jq -er '.targets[] | select(.id == "critical-incidents") | .query' "$targets")
  curl --fail --silent --show-error --max-time 30 --get "$prometheus/api/v1/query" \
    --data-urlencode "query=$query" | jq -e '.data.result[0].value[1] | tonumber'
}

missed=0
# report ID FUNCTION
report() {
  local value line
  if ! value=$("$2"); then
    echo "$1: not measured"
    missed=$((missed + 1))
    return
  fi
  line=$(jq -er --arg id "$1" --argjson value "$value" '.targets[] | select(.id == $id)
    | (if .comparison == "at-most" then $value <= .value else $value >= .value end) as $met
    | "\($id): \($value) \(.unit), \(.comparison) \(.value): \(if $met then "met" else "missed" end)"' \
    "$targets")
  echo "$line"
  case $line in
    *": met") ;;
    *) missed=$((missed + 1)) ;;
  esac
}

report change-time change_time
report api-latency api_latency
report automation automation
report developer-time developer_time
report critical-incidents critical_incidents
[ "$missed" -eq 0 ]
