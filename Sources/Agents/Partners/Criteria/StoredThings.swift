import Workflow

/// Which settings the buckets and registries of a module have, parsed.
enum StoredThings {
    /// What every bucket needs.
    static let bucket = [
        "aws_s3_bucket_versioning", "aws_s3_bucket_server_side_encryption_configuration",
        "aws_s3_bucket_public_access_block", "aws_s3_bucket_lifecycle_configuration",
    ]

    /// The settings that not every resource of `kind` has.
    static func uncovered(
        _ kind: String,
        by settings: [String],
        in module: TerraformModule
    ) -> [String] {
        let names = Self.names(kind, in: module)
        return settings.filter { names.isEmpty || !names.isSubset(of: covered(kind, $0, module)) }
    }

    private static func names(_ kind: String, in module: TerraformModule) -> Set<String> {
        Set(resources(kind, module).compactMap(\.labels.last))
    }

    private static func resources(_ kind: String, _ module: TerraformModule) -> [HCLBlock] {
        module.entries("resource").map(\.block).filter { $0.labels.first == kind }
    }

    /// The resources of `kind` that a setting is made for.
    private static func covered(
        _ kind: String,
        _ setting: String,
        _ module: TerraformModule
    ) -> Set<String> {
        let arguments = resources(setting, module).flatMap { block in
            ["bucket", "repository", "for_each"].compactMap { block.body[$0]?.expression }
        }
        let paths = arguments.flatMap(\.references).map(\.path)
        return Set(paths.filter { $0[0] == kind && $0.count > 1 }.map { $0[1] })
    }

    /// Registries of images: how many, how many scan on push, and what is missing.
    static func images(
        _ module: TerraformModule
    ) -> (repositories: Int, scanned: Int, missing: [String]) {
        let kind = "aws_ecr_repository"
        let all = resources(kind, module)
        let scanned = all.filter { repository in
            repository.body.blocks("image_scanning_configuration").first?
                .body["scan_on_push"]?.expression.literal == .bool(true)
        }
        var missing = uncovered(kind, by: ["aws_ecr_lifecycle_policy"], in: module)
        if scanned.count < all.count { missing.append("scan_on_push") }
        return (all.count, scanned.count, missing)
    }
}
