#!/usr/bin/env bash
# Restores a database to a point in time into a copy, compares the copy with its source, removes it.
#
#   restore-test.sh INSTANCE DATABASE MAX_MINUTES RPO_MINUTES
#
# Asserts: every table of the source is in the copy, row counts differ by less than 0.1 %, the point
# is younger than RPO_MINUTES, and the restore took at most MAX_MINUTES. Signs in as restore_test
# with a short-lived token: no password. Writes restore-test.json. Needs aws, jq and psql or mysql.
set -euo pipefail

source_id=$1
database=$2
max_minutes=$3
rpo_minutes=$4
copy_id="$source_id-restore-test"
user=restore_test
certificates=${CERTIFICATES:-/etc/ssl/certs/rds-global-bundle.pem}
report=restore-test.json

fail() {
  jq -n --arg reason "$1" '{verdict: "failed", reason: $reason}' > "$report"
  echo "restore-test: $1" >&2
  exit 1
}

describe() {
  aws rds describe-db-instances --db-instance-identifier "$1" --query 'DBInstances[0]' --output json
}

remove_copy() {
  aws rds delete-db-instance --db-instance-identifier "$copy_id" --skip-final-snapshot \
    --delete-automated-backups > /dev/null 2>&1 || true
}

# Runs a query that gives one value a line.
query() {
  local host=$1 sql=$2 token
  token=$(aws rds generate-db-auth-token --hostname "$host" --port "$port" --username "$user")
  case $engine in
    postgres)
      PGPASSWORD=${token} psql -XAt -v ON_ERROR_STOP=1 \
        "host=$host port=$port dbname=$database user=$user sslmode=verify-full sslrootcert=$certificates" \
        -c "$sql"
      ;;
    *)
      MYSQL_PWD=${token} mysql --batch --skip-column-names --enable-cleartext-plugin \
        --ssl-mode=VERIFY_IDENTITY --ssl-ca="$certificates" \
        --host "$host" --port "$port" --user "$user" "$database" --execute "$sql"
      ;;
  esac
}

tables() {
  case $engine in
    postgres)
      query "$1" "select quote_ident(table_schema) || '.' || quote_ident(table_name)
        from information_schema.tables where table_type = 'BASE TABLE'
        and table_schema not in ('pg_catalog', 'information_schema') order by 1"
      ;;
    *)
      query "$1" "select concat('\`', table_name, '\`') from information_schema.tables
        where table_type = 'BASE TABLE' and table_schema = database() order by 1"
      ;;
  esac
}

instance=$(describe "$source_id")
engine=$(jq -r .Engine <<< "$instance")
port=$(jq -r .Endpoint.Port <<< "$instance")
source_host=$(jq -r .Endpoint.Address <<< "$instance")
latest=$(jq -r .LatestRestorableTime <<< "$instance")
now=$(date -u +%s)
age_minutes=$(((now - $(date -u -d "$latest" +%s)) / 60))
[ "$age_minutes" -le "$rpo_minutes" ] \
  || fail "the newest point is $age_minutes minutes old, at most $rpo_minutes"

trap remove_copy EXIT
aws rds restore-db-instance-to-point-in-time \
  --source-db-instance-identifier "$source_id" --target-db-instance-identifier "$copy_id" \
  --restore-time "$latest" --no-publicly-accessible --no-multi-az --no-deletion-protection \
  --enable-iam-database-authentication \
  --db-instance-class "$(jq -r .DBInstanceClass <<< "$instance")" \
  --db-subnet-group-name "$(jq -r .DBSubnetGroup.DBSubnetGroupName <<< "$instance")" \
  --vpc-security-group-ids "$(jq -r '.VpcSecurityGroups[0].VpcSecurityGroupId' <<< "$instance")" \
  --tags Key=Purpose,Value=restore-test > /dev/null
aws rds wait db-instance-available --db-instance-identifier "$copy_id"
minutes=$((($(date -u +%s) - now) / 60))
[ "$minutes" -le "$max_minutes" ] || fail "the restore took $minutes minutes, at most $max_minutes"
copy_host=$(describe "$copy_id" | jq -r .Endpoint.Address)

source_tables=$(tables "$source_host")
[ -n "$source_tables" ] || fail "the source has no table"
missing=$(comm -23 <(sort <<< "$source_tables") <(tables "$copy_host" | sort))
[ -z "$missing" ] || fail "missing in the copy: $missing"

counts='[]'
while IFS= read -r table; do
  before=$(query "$source_host" "select count(*) from $table")
  after=$(query "$copy_host" "select count(*) from $table")
  difference=$((before > after ? before - after : after - before))
  counts=$(jq --arg table "$table" --argjson before "$before" --argjson after "$after" \
    '. + [{table: $table, source: $before, copy: $after}]' <<< "$counts")
  # Less than 0.1 %, which for a small table means: none but a row or two written since.
  [ $((difference * 1000)) -lt $((before + 2000)) ] \
    || fail "row counts of $table differ: $before and $after"
done <<< "$source_tables"

jq -n --argjson minutes "$minutes" --argjson age "$age_minutes" --argjson counts "$counts" \
  '{verdict: "passed", restoreMinutes: $minutes, pointAgeMinutes: $age, rowCounts: $counts}' \
  > "$report"
cat "$report"
