extension ArchitectureBuilder {
    /// What waits in the other region.
    var recovery: [Component] {
        let strategy = core.recovery.strategy
        guard let region = core.recovery.region, strategy != .singleRegion else { return [] }
        var result = [
            make(
                "backup-vault",
                "Backup copies",
                "recovery",
                "AWS Backup in \(region)",
                stateful: true,
                "locked vault"
            ),
            make(
                "recovery-database",
                "Recovery database",
                "recovery",
                "RDS in \(region)",
                stateful: true,
                core.recovery.replicaClass.map { "replica \($0.name)" } ?? "restored"
            ),
        ]
        if strategy != .restore {
            result.append(
                make(
                    "recovery-cluster",
                    request.technology.usesCluster ? "Recovery cluster" : "Recovery instances",
                    "recovery",
                    (request.technology.usesCluster ? "EKS" : "Auto Scaling group")
                        + " in \(region)",
                    "\(core.recovery.standbyNodes) standby nodes"
                )
            )
        }
        return result
    }
}
