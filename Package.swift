// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "orchestrate",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2"),
        .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
    ],
    targets: [
        // flock, SHA-256 (nettle), clocks and the variadic SQLite call that Swift cannot make.
        .target(
            name: "CPlatform",
            linkerSettings: [.linkedLibrary("nettle"), .linkedLibrary("sqlite3")]
        ),
        .target(
            name: "Workflow",
            dependencies: [
                "CPlatform",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "Agents",
            dependencies: [
                "CPlatform",
                "Workflow",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            resources: [.copy("Resources")],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "orchestrate",
            dependencies: [
                "Agents",
                "Workflow",
                "CPlatform",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings
        ),
        // The engine beside the disk's own limit: `swift run -c release Workloads`.
        .executableTarget(
            name: "Workloads",
            dependencies: [
                "Agents",
                "Workflow",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            path: "Benchmarks/Workloads",
            swiftSettings: settings
        ),
        .testTarget(
            name: "WorkflowTests",
            dependencies: ["Workflow", .product(name: "GRDB", package: "GRDB.swift")],
            exclude: ["Journal/Golden"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "AgentsTests",
            dependencies: ["Agents", "Workflow"],
            exclude: ["Validators/Recorded"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ProgramTests",
            dependencies: ["orchestrate", "Workflow"],
            swiftSettings: settings
        ),
    ]
)
