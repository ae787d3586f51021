#!/usr/bin/env bash
# Tells the cluster what Terraform made: endpoints and names of secrets, as the ConfigMap that every
# workload reads, and the target group of the load balancer that the first service is bound to.
#
#   cluster-config.sh ENVIRONMENT SERVICE PORT
#
# Run it inside the network, after an apply. Needs terraform, kubectl and jq. No secret passes here.
set -euo pipefail

environment=$1
service=$2
port=$3
root=terraform/environments/$environment

outputs=$(terraform -chdir="$root" output -json)
value() { jq -r --arg name "$1" '.[$name].value // empty' <<< "$outputs"; }

kubectl create configmap platform --namespace apps --dry-run=client --output yaml \
  --from-literal=ENVIRONMENT="$environment" \
  --from-literal=DATABASE_ENDPOINT="$(value database_endpoint)" \
  --from-literal=DATABASE_SECRET_ARN="$(value database_secret_arn)" \
  --from-literal=CACHE_ENDPOINT="$(value cache_endpoint)" \
  --from-literal=CACHE_READER_ENDPOINT="$(value cache_reader_endpoint)" \
  | kubectl apply --filename -

target_group=$(value target_group_arn)
if [ -z "$target_group" ]; then
  echo "cluster-config: Terraform has no output target_group_arn; nothing is bound" >&2
  exit 0
fi
kubectl apply --filename - <<YAML
apiVersion: elbv2.k8s.aws/v1beta1
kind: TargetGroupBinding
metadata:
  name: $service
  namespace: apps
spec:
  serviceRef: {name: $service, port: $port}
  targetGroupARN: $target_group
  targetType: ip
YAML
