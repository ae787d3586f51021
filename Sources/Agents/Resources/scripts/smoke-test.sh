#!/usr/bin/env bash
# Asserts that an applied environment is what was asked for. It only reads.
#
#   smoke-test.sh ENVIRONMENT
#
# Reads what to expect from smoke-test.json beside it. Needs aws and jq, and curl when SMOKE_TEST_URL
# names the address of the application. Exit status 1 when an assertion does not hold.
set -euo pipefail

environment=$1
folder=$(cd "$(dirname "$0")" && pwd)
expected=$(jq -e --arg environment "$environment" '.[$environment]' "$folder/smoke-test.json")
failures=0

want() { jq -r "$1" <<< "$expected"; }

# expect WHAT EXPECTED ACTUAL
expect() {
  if [ "$2" = "$3" ]; then
    echo "ok    $1: $3"
  else
    echo "FAIL  $1: expected '$2', found '$3'"
    failures=$((failures + 1))
  fi
}

name=$(want .name)

expect account "$(want .account)" "$(aws sts get-caller-identity --query Account --output text)"

vpc=$(aws ec2 describe-vpcs --filters "Name=tag:Name,Values=$name" --output json)
expect "VPC range" "$(want .vpcCidr)" "$(jq -r '.Vpcs[0].CidrBlock' <<< "$vpc")"
vpc_id=$(jq -r '.Vpcs[0].VpcId' <<< "$vpc")
subnets=$(aws ec2 describe-subnets --filters "Name=vpc-id,Values=$vpc_id" --output json)
for tier in public private data; do
  expect "$tier subnets" "$(want ".subnets.$tier | sort | join(\" \")")" \
    "$(jq -r --arg tier "$tier" '[.Subnets[]
        | select(any(.Tags[]?; .Key == "Tier" and .Value == $tier)) | .CidrBlock]
        | sort | join(" ")' <<< "$subnets")"
done
expect "subnets that hand out public addresses" 0 \
  "$(jq '[.Subnets[] | select(.MapPublicIpOnLaunch)] | length' <<< "$subnets")"
expect "NAT gateways" "$(want .natGateways)" \
  "$(aws ec2 describe-nat-gateways --filter "Name=vpc-id,Values=$vpc_id" \
    "Name=state,Values=available" --query 'length(NatGateways)' --output text)"
expect "flow logs" ACTIVE "$(aws ec2 describe-flow-logs \
  --filter "Name=resource-id,Values=$vpc_id" --query 'FlowLogs[0].FlowLogStatus' --output text)"
expect "ports open to the world" 0 "$(aws ec2 describe-security-groups \
  --filters "Name=vpc-id,Values=$vpc_id" --output json | jq '[.SecurityGroups[].IpPermissions[]
    | select(any(.IpRanges[]?; .CidrIp == "0.0.0.0/0")) | select(.FromPort != 443)] | length')"

database=$(aws rds describe-db-instances --db-instance-identifier "$name" \
  --query 'DBInstances[0]' --output json)
for field in Engine EngineVersion DBInstanceClass MultiAZ BackupRetentionPeriod; do
  expect "database $field" "$(want ".database.$field")" "$(jq -r ".$field" <<< "$database")"
done
expect "database encrypted" true "$(jq -r .StorageEncrypted <<< "$database")"
expect "database public" false "$(jq -r .PubliclyAccessible <<< "$database")"

if [ "$(want '.cache != null')" = true ]; then
  cache=$(aws elasticache describe-replication-groups --replication-group-id "$name" \
    --query 'ReplicationGroups[0]' --output json)
  expect "cache members" "$(want .cache.nodes)" "$(jq '.MemberClusters | length' <<< "$cache")"
  expect "cache node type" "$(want .cache.nodeType)" "$(jq -r .CacheNodeType <<< "$cache")"
  expect "cache encrypted at rest" true "$(jq -r .AtRestEncryptionEnabled <<< "$cache")"
  expect "cache encrypted in transit" true "$(jq -r .TransitEncryptionEnabled <<< "$cache")"
fi

if [ "$(want '.cluster != null')" = true ]; then
  cluster=$(aws eks describe-cluster --name "$name" --query cluster --output json)
  expect "cluster status" ACTIVE "$(jq -r .status <<< "$cluster")"
  expect "cluster version" "$(want .cluster.version)" "$(jq -r .version <<< "$cluster")"
  expect "cluster public endpoint" false \
    "$(jq -r .resourcesVpcConfig.endpointPublicAccess <<< "$cluster")"
fi

for bucket in $(want '.buckets[]'); do
  expect "bucket $bucket is closed" true "$(aws s3api get-public-access-block --bucket "$bucket" \
    --query PublicAccessBlockConfiguration --output json | jq 'all(.[]; .)')"
done

if [ -n "${SMOKE_TEST_URL:-}" ]; then
  for path in $(want '.health[]'); do
    expect "GET $path" 200 \
      "$(curl --silent --output /dev/null --max-time 10 --write-out '%{http_code}' \
        "$SMOKE_TEST_URL$path" || true)"
  done
fi

echo "$failures assertions failed"
[ "$failures" -eq 0 ]
