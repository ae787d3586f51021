#!/usr/bin/env bash
# Restores the newest copy of a database that the recovery region holds, and removes it again.
#
#   region-test.sh INSTANCE MAX_MINUTES
#
# Runs with the recovery region as its region. Asserts: there is a recovery point, it is younger
# than two days, and it becomes an encrypted, available instance within MAX_MINUTES.
set -euo pipefail

name=$1
max_minutes=$2
copy="$name-region-test"

fail() {
  echo "region-test: $1" >&2
  exit 1
}

remove_copy() {
  aws rds delete-db-instance --db-instance-identifier "$copy" --skip-final-snapshot \
    --delete-automated-backups > /dev/null 2>&1 || true
}

point=$(aws backup list-recovery-points-by-backup-vault --backup-vault-name "$name" \
  --by-resource-type RDS --output json \
  | jq '[.RecoveryPoints[] | select(.Status == "COMPLETED")] | sort_by(.CreationDate) | last')
[ "$point" != null ] || fail "the vault $name has no recovery point of the database"
age_hours=$((($(date -u +%s) - $(date -u -d "$(jq -r .CreationDate <<< "$point")" +%s)) / 3600))
[ "$age_hours" -le 48 ] || fail "the newest recovery point is $age_hours hours old"

started=$(date -u +%s)
trap remove_copy EXIT
aws rds restore-db-instance-from-db-snapshot --db-instance-identifier "$copy" \
  --db-snapshot-identifier "$(jq -r .RecoveryPointArn <<< "$point")" \
  --no-publicly-accessible --no-multi-az --no-deletion-protection \
  --tags Key=Purpose,Value=region-test > /dev/null
aws rds wait db-instance-available --db-instance-identifier "$copy"
minutes=$((($(date -u +%s) - started) / 60))
[ "$minutes" -le "$max_minutes" ] || fail "the restore took $minutes minutes, at most $max_minutes"
encrypted=$(aws rds describe-db-instances --db-instance-identifier "$copy" \
  --query 'DBInstances[0].StorageEncrypted' --output text)
[ "$encrypted" = True ] || fail "the copy is not encrypted"
echo "restored in $minutes minutes from a point $age_hours hours old"
