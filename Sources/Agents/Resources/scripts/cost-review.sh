#!/usr/bin/env bash
# Compares last month's bill of an environment's account with its part of the estimate.
#
#   cost-review.sh ENVIRONMENT TOLERANCE_PERCENT
#
# Fails when the bill exceeds the estimate by more than the tolerance. Needs aws and jq.
set -euo pipefail

environment=$1
tolerance=$2
estimate=cost/estimate.json

start=$(date -u -d "$(date -u +%Y-%m-01) -1 month" +%Y-%m-%d)
end=$(date -u +%Y-%m-01)
expected=$(jq -r --arg environment "$environment" \
  '[.lines[] | select(.environment == $environment) | .monthly | tonumber] | add // 0' \
  "$estimate")
actual=$(aws ce get-cost-and-usage --time-period "Start=$start,End=$end" --granularity MONTHLY \
  --metrics UnblendedCost --query 'ResultsByTime[0].Total.UnblendedCost.Amount' --output text)

line=$(jq -nr --argjson expected "$expected" --argjson actual "$actual" \
  '"estimate \($expected) USD, bill \($actual) USD"')
echo "$environment, $start: $line"
if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
  echo "- $environment, $start: $line" >> "$GITHUB_STEP_SUMMARY"
fi
jq -en --argjson expected "$expected" --argjson actual "$actual" --argjson tolerance "$tolerance" \
  '$actual <= $expected * (1 + $tolerance / 100)' > /dev/null || {
  echo "cost-review: the bill exceeds the estimate by more than $tolerance %" >&2
  exit 1
}
