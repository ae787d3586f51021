package import Workflow

/// What a plan would do, from `terraform show -json`: addresses, actions and names of attributes,
/// never a value, since values may be secret.
package struct PlanSummary: Sendable, Hashable {
    package enum Action: String, Sendable, Hashable, CaseIterable {
        case create, update, destroy, replace, forget
    }

    package struct Change: Sendable, Hashable {
        package let address: String
        package let type: String
        package let action: Action
        /// Names of the attributes that differ, for an update or a replacement.
        package let attributes: [String]
    }

    /// Managed resources that would change, by address.
    package let changes: [Change]
    /// What was found to differ from the state when it was refreshed.
    package let drifted: [Change]
    /// Names of outputs that would change.
    package let outputs: [String]
    /// Whether a resource existed before.
    package let hadState: Bool

    package init(showing plan: Value) {
        changes = Self.changes(plan.list("resource_changes"))
        drifted = Self.changes(plan.list("resource_drift"))
        outputs =
            (plan["output_changes"]?.objectValue?.pairs ?? [])
            .filter { $0.value.strings("actions") != ["no-op"] }.map(\.key).sorted()
        hadState = Self.holdsManaged(plan.at("prior_state.values.root_module") ?? .null)
    }

    /// Whether a module of a state holds more than what was only looked up.
    private static func holdsManaged(_ module: Value) -> Bool {
        module.list("resources").contains { $0.string("mode") == "managed" }
            || module.list("child_modules").contains(where: holdsManaged)
    }

    package func count(_ action: Action) -> Int { changes.count { $0.action == action } }

    package var isEmpty: Bool { changes.isEmpty && outputs.isEmpty }

    /// Stateful resources that the plan would take away, with their data.
    package var lossOfState: [Change] {
        changes.filter {
            ($0.action == .destroy || $0.action == .replace) && Self.stateful.contains($0.type)
        }
    }

    /// `3 to add, 1 to change, 0 to destroy, 0 to replace`.
    package var words: String {
        "\(count(.create)) to add, \(count(.update)) to change, \(count(.destroy)) to destroy, "
            + "\(count(.replace)) to replace"
    }

    var counts: Value {
        [
            "add": .int(count(.create)), "change": .int(count(.update)),
            "destroy": .int(count(.destroy)), "replace": .int(count(.replace)),
            "forget": .int(count(.forget)), "outputs": .int(outputs.count),
        ]
    }

    static func json(_ changes: [Change]) -> Value {
        .array(
            changes.map { change in
                [
                    "address": .string(change.address), "type": .string(change.type),
                    "action": .string(change.action.rawValue),
                    "attributes": .strings(change.attributes),
                ]
            }
        )
    }

    private static func changes(_ list: [Value]) -> [Change] {
        list.compactMap { item -> Change? in
            guard item.string("mode") == "managed",
                let action = action(item.list("change.actions").compactMap(\.stringValue))
            else { return nil }
            return Change(
                address: item.string("address") ?? "",
                type: item.string("type") ?? "",
                action: action,
                attributes: action == .update || action == .replace
                    ? attributes(item["change"] ?? .null) : []
            )
        }.sorted { $0.address < $1.address }
    }

    private static func action(_ words: [String]) -> Action? {
        switch Set(words) {
        case ["create"]: .create
        case ["update"]: .update
        case ["delete"]: .destroy
        case ["create", "delete"]: .replace
        case ["forget"]: .forget
        default: nil
        }
    }

    /// Top-level attributes whose value differs or is known only after the apply.
    private static func attributes(_ change: Value) -> [String] {
        let before = change["before"]?.objectValue ?? Members()
        let after = change["after"]?.objectValue ?? Members()
        let unknown = (change["after_unknown"]?.objectValue?.pairs ?? [])
            .filter { $0.value.boolValue == true }.map(\.key)
        let names = Set(before.keys + after.keys).filter { before[$0] != after[$0] }
        return names.union(unknown).sorted()
    }

    /// Types that hold data which a new one of them would not.
    package static let stateful: Set<String> = [
        "aws_db_instance", "aws_db_cluster", "aws_rds_cluster", "aws_rds_cluster_instance",
        "aws_rds_global_cluster", "aws_docdb_cluster", "aws_neptune_cluster",
        "aws_dynamodb_table", "aws_elasticache_replication_group", "aws_elasticache_cluster",
        "aws_s3_bucket", "aws_efs_file_system", "aws_fsx_lustre_file_system", "aws_ebs_volume",
        "aws_kms_key", "aws_kms_replica_key", "aws_backup_vault", "aws_secretsmanager_secret",
        "aws_opensearch_domain", "aws_elasticsearch_domain", "aws_ecr_repository",
        "aws_cloudwatch_log_group", "aws_sqs_queue", "aws_kinesis_stream", "aws_msk_cluster",
        "aws_cognito_user_pool", "aws_route53_zone",
    ]
}
