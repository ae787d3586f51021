import Workflow

/// How what the provider sees reaches people: the wiring of detection, on one page.
enum DetectionPage {
    static func text(_ plan: InfrastructurePlan) -> String {
        let detection = Detection(plan)
        let (hot, archive) = (detection.hotDays, detection.archiveDays)
        let rows = detection.sources.map {
            [$0.title, $0.madeBy, $0.goesTo, $0.alert ?? "\($0.review ?? "") review"]
        }
        return Markdown.page(
            "Detection and its wiring",
            [
                "What sees an attack, where it is collected, and the alert that wakes somebody. "
                    + "Each alert has a runbook under `incident/runbooks/`.",
                Markdown.table(["source", "made by", "goes to", "alert"], rows),
                "## Collection",
                Markdown.list([
                    "Records are searchable for \(hot) days and archived for \(archive) days.",
                    "The region is \(plan.request.cloud.region); the trail covers every region, "
                        + "because intruders look for the forgotten ones.",
                    "An outside SIEM subscribes to the log bucket with a role that reads only; "
                        + "nothing is sent with a key that would have to be stored.",
                ]),
                "## Order of an investigation",
                Markdown.steps([
                    "Open the finding and write down the time of detection.",
                    "Name the principal and search its calls in CloudTrail for the last 24 hours.",
                    "Search the flow logs for its addresses, the application logs for its sessions.",
                    "Contain: deactivate credentials, isolate the host, keep its disk.",
                    "Follow `incident/escalation.json` for who must be told by when.",
                ]),
            ]
        )
    }
}
