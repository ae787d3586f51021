import Agents
import Testing
import Workflow

@Suite struct OptimizationDefectTests {
    static let policy = "scaling/policy.json"

    static let defects = [
        PlantedDefect(
            "latency-budget",
            "D4.1",
            "performance/latency-budget.json",
            "\"hop\": \"latency.loadBalancer\",\n      \"p95Ms\": 5",
            "\"hop\": \"latency.loadBalancer\",\n      \"p95Ms\": 500"
        ),
        PlantedDefect(
            "connection-pools",
            "D4.1",
            "performance/tuning.json",
            "\"poolSize\": 8",
            "\"poolSize\": 800"
        ),
        PlantedDefect(
            "spike-capacity",
            "D4.2",
            policy,
            "\"maximum\": ",
            "\"maximum\": 3, \"was\": "
        ),
        PlantedDefect(
            "spike-capacity",
            "D4.2",
            policy,
            "\"cpuAlertPercent\": 85",
            "\"cpuAlertPercent\": 70"
        ),
        PlantedDefect("spike-capacity", "D4.2", policy, "requested/allocatable", "cpu"),
        PlantedDefect(
            "spike-capacity",
            "D4.2",
            policy,
            "\"scaleOutSeconds\": 210",
            "\"scaleOutSeconds\": 900"
        ),
        PlantedDefect(
            "autoscalers",
            "D4.2",
            "kubernetes/autoscaling/hpa.yaml",
            "averageUtilization: 70",
            "averageUtilization: 90"
        ),
        PlantedDefect(
            "cost-optimization",
            "D4.3",
            "cost/optimization.json",
            "\"totalMonthlySavingUsd\": \"",
            "\"totalMonthlySavingUsd\": \"9"
        ),
        PlantedDefect(
            "cost-optimization",
            "D4.3",
            "cost/optimization.json",
            "\"percent\": 20",
            "\"percent\": 25"
        ),
        PlantedDefect(
            "running-schedule",
            "D4.3",
            "cost/schedule.json",
            " America/New_York\"",
            "\""
        ),
        PlantedDefect(
            "running-schedule",
            "D4.3",
            "cost/schedule.json",
            "\"environment\": \"development\"",
            "\"environment\": \"production\""
        ),
        PlantedDefect("capacity-forecast", "D4.4", "capacity/forecast.csv", "\n3,", "\n3,9"),
        PlantedDefect(
            "capacity-forecast",
            "D4.4",
            "capacity/plan.json",
            "\"monthlyGrowth\": 0.05",
            "\"monthlyGrowth\": 0.02"
        ),
        PlantedDefect(
            "improvement-cadence",
            "D4.5",
            "improvement/backlog.json",
            "\"owner\": \"platform-team\"",
            "\"owner\": \"\""
        ),
        PlantedDefect(
            "improvement-cadence",
            "D4.5",
            "improvement/backlog.json",
            "\"everyDays\": 1\n",
            "\"everyDays\": 30\n"
        ),
    ]

    @Test(arguments: defects)
    func `a planted defect is found`(_ defect: PlantedDefect) async throws {
        let result = try await defect.result()
        #expect(result.verdict == .failed)
        #expect(!result.findings.isEmpty)
    }
}
