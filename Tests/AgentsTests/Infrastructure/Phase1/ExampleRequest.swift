import Workflow

/// The requirements of `workflows/new-saas-env.yaml`.
enum ExampleRequest {
    static let value: Value = [
        "metadata": metadata,
        "application": application,
        "traffic": traffic,
        "objectives": objectives,
        "cloud": cloud,
        "compliance": compliance,
        "budget": budget,
        "environments": environments,
        "technology": technology,
        "execution": execution,
    ]

    static let metadata: Value = [
        "name": "acme-saas",
        "owner": "platform-team",
        "requestedBy": "jane@acme.example",
        "labels": [
            "costCenter": "engineering",
            "product": "acme",
        ],
    ]
    static let application: Value = [
        "type": "saas-web",
        "services": [
            [
                "name": "web",
                "tier": "web",
                "port": 8080,
                "health": "/healthz",
                "cpuMsPerRequest": 2,
                "memoryMiBPerReplica": 256,
            ],
            [
                "name": "api",
                "tier": "app",
                "port": 8080,
                "health": "/healthz",
                "methods": ["GET", "POST", "PUT", "PATCH", "DELETE"],
                "cpuMsPerRequest": 20,
                "memoryMiBPerReplica": 512,
                "requestMilliCpu": 1000,
                "dependsOn": ["db", "cache"],
            ],
        ],
        "database": [
            "name": "db",
            "engine": "postgres",
            "sizeGiB": 80,
            "growthGiBPerMonth": 2,
            "queriesPerRequest": 3,
            "readRatio": 0.9,
            "cpuMsPerQuery": 1,
        ],
        "cache": [
            "name": "cache",
            "engine": "valkey",
            "workingSetGiB": 4,
            "hitRatio": 0.9,
        ],
        "objectStorage": [
            "assetsGiB": 500,
            "backupsGiB": 400,
        ],
    ]
    static let traffic: Value = [
        "concurrentUsers": 10_000,
        "requestsPerInteraction": 1.5,
        "thinkTimeSeconds": 15,
        "averageToPeak": 0.35,
        "spikeFactor": 10,
        "spikeRampSeconds": 300,
        "responseKiB": 10,
        "cacheableFraction": 0.5,
        "monthlyGrowth": 0.05,
        "p95Ms": 200,
    ]
    static let objectives: Value = [
        "availability": 99.9,
        "rtoMinutes": 120,
        "rpoMinutes": 15,
        "recoveryCapacityPercent": 80,
        "provisioningMinutes": 30,
        "changeMinutes": 15,
        "alertLatencySeconds": 60,
    ]
    static let cloud: Value = [
        "provider": "aws",
        "region": "us-east-1",
        "drRegion": "us-west-2",
        "zones": 3,
        "accounts": [
            "development": "111111111111",
            "integration": "222222222222",
            "staging": "333333333333",
            "production": "444444444444",
        ],
        "cidrSupernet": "10.0.0.0/13",
        "drScenarios": ["instance", "zone", "region", "data-corruption"],
        "domain": "acme.example",
    ]
    static let compliance: Value = [
        "frameworks": ["soc2", "gdpr"],
        "dataClasses": ["internal", "personal"],
        "euDataSubjects": true,
        "dataResidency": [],
        "logRetentionDays": [
            "hot": 30,
            "archive": 400,
        ],
    ]
    static let budget: Value = [
        "monthlyUsd": 15_000,
        "hard": true,
        "commitment": "none",
        "yearlyReductionPercent": 15,
        "maxPriceAgeDays": 120,
    ]
    static let environments: Value = [
        "order": ["development", "integration", "staging", "production"],
        "development": [
            "profile": "minimal",
            "schedule": "MON-FRI 08:00-20:00 America/New_York",
        ],
        "integration": [
            "profile": "shared",
            "schedule": "MON-FRI 07:00-22:00 America/New_York",
        ],
        "staging": [
            "profile": "mirror-of-production",
            "scale": 0.33,
        ],
        "production": [
            "profile": "full"
        ],
    ]
    static let technology: Value = [
        "iac": "terraform",
        "compute": "eks",
        "logging": "elk",
        "mesh": "none",
    ]
    static let execution: Value = [
        "mode": "render"
    ]
}
