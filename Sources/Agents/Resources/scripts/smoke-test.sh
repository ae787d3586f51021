#!/usr/bin/env bash
# Asserts that an applied environment is what was asked for. It only reads.
#
#   smoke-test.sh ENVIRONMENT
#
# Reads what to expect from smoke-test.json beside it. Needs aws and jq, and curl when SMOKE_TEST_URL
# names the address of the application. What could not be looked at is printed as 'skip' and counts
# as not checked, never as held. Exit status 1 when an assertion does not hold, 2 when AWS could not
# be asked about one, 0 otherwise: without SMOKE_TEST_URL the application itself is not checked.
set -euo pipefail

environment=$1
folder=$(cd "$(dirname "$0")" && pwd)
expected=$(jq -e --arg environment "$environment" '.[$environment]' "$folder/smoke-test.json")
held=0
failures=0
unasked=0
skipped=0
answer=null
problem=$(mktemp)
trap 'rm -f "$problem"' EXIT

want() { jq -r "$1" <<< "$expected"; }

fail() {
  echo "FAIL  $1: $2"
  failures=$((failures + 1))
}

skip() {
  echo "skip  $1: not checked: $2"
  skipped=$((skipped + 1))
}

# expect WHAT EXPECTED ACTUAL
expect() {
  if [ -n "$3" ] && [ "$2" = "$3" ]; then
    echo "ok    $1: $3"
    held=$((held + 1))
  else
    fail "$1" "expected '$2', found '$3'"
  fi
}

# ask WHAT ARGUMENTS...: calls aws; 'answer' is what it says. What is not there is a failure, and what
# cannot be asked is not checked.
ask() {
  local what=$1 why
  shift
  if answer=$(aws "$@" --output json 2> "$problem") && [ -n "$answer" ]; then return; fi
  why=$(grep -v '^$' "$problem" | tail -n 1)
  if grep -Eq 'NotFound|NoSuch|ResourceNotFoundException' "$problem"; then
    fail "$what" "${why:-it is not there}"
  else
    skip "$what" "${why:-aws said nothing}"
    unasked=$((unasked + 1))
  fi
  return 1
}

# found WHAT EXPECTED FILTER: compares what the filter takes out of the answer.
found() { expect "$1" "$2" "$(jq -r "$3" <<< "$answer")"; }

look_at_network() {
  local vpc_id tier
  ask "VPC" ec2 describe-vpcs --filters "Name=tag:Name,Values=$name" || return 0
  found "VPCs of this name" 1 '.Vpcs | length'
  # Without a network, nothing that is open in it could be found.
  if [ "$(jq '.Vpcs | length' <<< "$answer")" -eq 0 ]; then return; fi
  found "VPC range" "$(want .vpcCidr)" '.Vpcs[0].CidrBlock'
  vpc_id=$(jq -r '.Vpcs[0].VpcId' <<< "$answer")
  if ask "subnets" ec2 describe-subnets --filters "Name=vpc-id,Values=$vpc_id"; then
    for tier in public private data; do
      found "$tier subnets" "$(want ".subnets.$tier | sort | join(\" \")")" \
        "[.Subnets[] | select(any(.Tags[]?; .Key == \"Tier\" and .Value == \"$tier\")) | .CidrBlock]
          | sort | join(\" \")"
    done
    found "subnets that hand out public addresses" 0 \
      '[.Subnets[] | select(.MapPublicIpOnLaunch)] | length'
  fi
  if ask "NAT gateways" ec2 describe-nat-gateways \
    --filter "Name=vpc-id,Values=$vpc_id" "Name=state,Values=available"; then
    found "NAT gateways" "$(want .natGateways)" '.NatGateways | length'
  fi
  if ask "flow logs" ec2 describe-flow-logs --filter "Name=resource-id,Values=$vpc_id"; then
    found "flow logs" "ACTIVE ALL" '.FlowLogs[0] | "\(.FlowLogStatus) \(.TrafficType)"'
  fi
  if ask "ports open to the world" ec2 describe-security-groups \
    --filters "Name=vpc-id,Values=$vpc_id"; then
    found "ports open to the world" 0 '[.SecurityGroups[].IpPermissions[]
      | select(any(.IpRanges[]?; .CidrIp == "0.0.0.0/0") or any(.Ipv6Ranges[]?; .CidrIpv6 == "::/0"))
      | select(.FromPort != 443 or .ToPort != 443)] | length'
  fi
}

look_at_database() {
  local field
  ask "database" rds describe-db-instances --db-instance-identifier "$name" || return 0
  for field in Engine EngineVersion DBInstanceClass MultiAZ BackupRetentionPeriod; do
    found "database $field" "$(want ".database.$field")" ".DBInstances[0].$field"
  done
  found "database encrypted" true .DBInstances[0].StorageEncrypted
  found "database public" false .DBInstances[0].PubliclyAccessible
}

look_at_cache() {
  ask "cache" elasticache describe-replication-groups --replication-group-id "$name" || return 0
  found "cache members" "$(want .cache.nodes)" '.ReplicationGroups[0].MemberClusters | length'
  found "cache node type" "$(want .cache.nodeType)" .ReplicationGroups[0].CacheNodeType
  found "cache encrypted at rest" true .ReplicationGroups[0].AtRestEncryptionEnabled
  found "cache encrypted in transit" true .ReplicationGroups[0].TransitEncryptionEnabled
}

look_at_cluster() {
  ask "cluster" eks describe-cluster --name "$name" || return 0
  found "cluster status" ACTIVE .cluster.status
  found "cluster version" "$(want .cluster.version)" .cluster.version
  found "cluster public endpoint" false .cluster.resourcesVpcConfig.endpointPublicAccess
}

look_at_application() {
  local path
  for path in $(want '.health[]'); do
    if [ -z "${SMOKE_TEST_URL:-}" ]; then
      skip "GET $path" "SMOKE_TEST_URL does not say where the application is"
    else
      expect "GET $path" 200 "$(curl --silent --output /dev/null --max-time 10 \
        --write-out '%{http_code}' "$SMOKE_TEST_URL$path" || true)"
    fi
  done
}

name=$(want .name)
if ask "account" sts get-caller-identity; then found "account" "$(want .account)" .Account; fi
look_at_network
look_at_database
if [ "$(want '.cache != null')" = true ]; then look_at_cache; fi
if [ "$(want '.cluster != null')" = true ]; then look_at_cluster; fi
for bucket in $(want '.buckets[]'); do
  if ask "bucket $bucket is closed" s3api get-public-access-block --bucket "$bucket"; then
    found "bucket $bucket is closed" true '.PublicAccessBlockConfiguration
      | [.BlockPublicAcls, .BlockPublicPolicy, .IgnorePublicAcls, .RestrictPublicBuckets] | all'
  fi
done
look_at_application

echo "$held assertions hold, $failures do not, $skipped not checked"
if [ "$failures" -gt 0 ]; then exit 1; fi
if [ "$unasked" -gt 0 ]; then exit 2; fi
