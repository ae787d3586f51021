#!/usr/bin/env bash
# Applies what belongs in a cluster, in the order of docs/cluster.md.
#
#   cluster-apply.sh ENVIRONMENT SERVICE PORT
#
# SERVICE and PORT are those that the load balancer's target group is bound to. Run it inside the
# network, with kubectl's context set to the environment's cluster. Needs kubectl, helm, terraform
# and jq.
set -euo pipefail

environment=$1
service=$2
port=$3
folder=$(cd "$(dirname "$0")/.." && pwd)
cd "$folder"

cluster=$(terraform -chdir="terraform/environments/$environment" output -raw cluster_name)
vpc=$(terraform -chdir="terraform/environments/$environment" output -raw vpc_id)

kubectl apply --kustomize kubernetes/base

# chart NAME REPOSITORY VERSION NAMESPACE [VALUES...]
chart() {
  local name=$1 repository=$2 version=$3 namespace=$4
  shift 4
  helm upgrade --install "$name" "$name" --repo "$repository" --version "$version" \
    --namespace "$namespace" --create-namespace --atomic --timeout 10m "$@"
}

chart aws-load-balancer-controller https://aws.github.io/eks-charts 3.5.0 kube-system \
  --set "clusterName=$cluster" --set "vpcId=$vpc" --set serviceAccount.name=aws-load-balancer-controller
chart cert-manager https://charts.jetstack.io v1.21.1 cert-manager --set crds.enabled=true
chart external-secrets https://charts.external-secrets.io 2.9.0 external-secrets

"$folder/scripts/cluster-config.sh" "$environment" "$service" "$port"

if [ "$environment" = production ]; then
  kubectl apply --filename kubernetes/secrets/
  kubectl wait --for=condition=Ready --timeout=5m --all-namespaces --all \
    certificates.cert-manager.io externalsecrets.external-secrets.io

  # The texts of monitoring/prometheus are the only ones: the ConfigMaps are made out of them.
  kubectl create configmap prometheus-configuration --namespace monitoring \
    --from-file=monitoring/prometheus/prometheus.yml --dry-run=client --output yaml \
    | kubectl apply --filename -
  kubectl create configmap prometheus-rules --namespace monitoring \
    --from-file=monitoring/prometheus/rules --dry-run=client --output yaml \
    | kubectl apply --filename -
  kubectl create configmap dashboards --namespace monitoring --from-file=monitoring/grafana \
    --dry-run=client --output yaml | kubectl label --local --filename - --output yaml \
    grafana_dashboard=1 | kubectl apply --filename -
  community=https://prometheus-community.github.io/helm-charts
  chart prometheus "$community" 29.25.0 monitoring --values kubernetes/monitoring/prometheus-values.yaml
  chart prometheus-adapter "$community" 5.3.0 monitoring \
    --values kubernetes/autoscaling/prometheus-adapter-values.yaml
  chart grafana https://grafana-community.github.io/helm-charts 12.11.1 monitoring \
    --values kubernetes/monitoring/grafana-values.yaml

  kubectl apply --filename kubernetes/monitoring/exporters.yaml --filename monitoring/tracing/jaeger.yaml
  kubectl apply --recursive --filename kubernetes/logging
  kubectl apply --filename kubernetes/autoscaling/cluster-autoscaler.yaml \
    --filename kubernetes/autoscaling/schedules.yaml
fi

kubectl apply --kustomize "kubernetes/overlays/$environment"
kubectl rollout status deployment --namespace apps --timeout=10m
