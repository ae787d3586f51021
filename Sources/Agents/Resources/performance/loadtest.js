// Load test of {{project}}, for k6. The numbers come from the traffic model of the requirements:
// {{peakRps}} requests a second at the daily peak, {{spikeFactor}} times that within {{rampSeconds}} s.
//
//   k6 run -e BASE_URL=https://staging.{{domain}} -e TEST_RUN=2026-11-22-a performance/loadtest.js
//
// SCALE is the share of production that the environment under test has.
import { check } from 'k6';
import http from 'k6/http';

const baseUrl = __ENV.BASE_URL || 'https://staging.{{domain}}';
const testRun = __ENV.TEST_RUN || 'unnamed';
const scale = Number(__ENV.SCALE || '{{scale}}');

const peakRps = {{peakRps}};
const spikeRps = {{spikeRps}};

function rate(requestsPerSecond) {
  return Math.max(1, Math.round(requestsPerSecond * scale));
}

// What each service is asked, by its share of the requests.
const targets = {{targets}};

export const options = {
  discardResponseBodies: true,
  tags: { test_run: testRun },
  scenarios: {
    peak: {
      executor: 'ramping-arrival-rate',
      startRate: 1,
      timeUnit: '1s',
      preAllocatedVUs: rate({{inFlight}}),
      maxVUs: rate({{inFlight}}) * 4,
      stages: [
        { target: rate(peakRps), duration: '5m' },
        { target: rate(peakRps), duration: '15m' },
      ],
      tags: { scenario: 'peak' },
    },
    spike: {
      executor: 'ramping-arrival-rate',
      startTime: '21m',
      startRate: rate(peakRps),
      timeUnit: '1s',
      preAllocatedVUs: rate({{spikeInFlight}}),
      maxVUs: rate({{spikeInFlight}}) * 4,
      stages: [
        { target: rate(spikeRps), duration: '{{rampSeconds}}s' },
        { target: rate(spikeRps), duration: '10m' },
        { target: rate(peakRps), duration: '5m' },
      ],
      tags: { scenario: 'spike' },
    },
  },
  thresholds: {
    'http_req_duration{scenario:peak}': ['p(95)<{{p95Ms}}'],
    'http_req_failed{scenario:peak}': ['rate<{{errorRate}}'],
    'http_req_failed{scenario:spike}': ['rate<{{errorRate}}'],
    dropped_iterations: ['count<1'],
  },
};

export default function () {
  const target = targets[Math.floor(Math.random() * targets.length)];
  const response = http.request(target.method, `${baseUrl}${target.path}`, target.body, {
    headers: { 'Content-Type': 'application/json', 'X-Test-Run': testRun },
    tags: { service: target.service, name: `${target.method} ${target.path}` },
  });
  check(response, { 'answered without an error': (r) => r.status < 500 });
}
