// swift-tools-version: 6.2
import PackageDescription

/// What every target of ours is compiled with.
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let flyingFox = Target.Dependency.product(name: "FlyingFox", package: "FlyingFox")
let flyingSocks = Target.Dependency.product(name: "FlyingSocks", package: "FlyingFox")

/// A target of ours with the common settings.
func house(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// A test target; its folder is named after what it tests.
func tests(
    _ name: String, _ dependencies: [Target.Dependency], path: String? = nil, exclude: [String] = [],
    resources: [Resource] = []
) -> Target {
    .testTarget(
        name: name, dependencies: dependencies + ["Simulation"], path: path, exclude: exclude, resources: resources,
        swiftSettings: settings)
}

let package = Package(
    name: "posyncd",
    products: [
        .executable(name: "posyncd", targets: ["posyncd"]),
        .executable(name: "posync-demo", targets: ["posync-demo"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
    ],
    targets: [
        .systemLibrary(name: "CLibcurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .target(name: "CurlShim", dependencies: ["CLibcurl"]),
        .target(name: "ChecksumShim"),
        .target(name: "HeapShim"),
        .target(name: "DumpShim"),
        house("Reconciliation", []),
        house("Documents", []),
        house("Transport", ["CurlShim"]),
        house("Procurement", ["Reconciliation", "Documents", "Transport"]),
        house("Marketplace", ["Reconciliation", "Documents", "Transport", subprocess, system]),
        house("Store", ["Reconciliation", "Documents", "ChecksumShim"]),
        house("Supervision", []),
        house("Configuration", ["Reconciliation", yams]),
        house(
            "Daemon",
            [
                "Reconciliation", "Documents", "Transport", "Procurement", "Marketplace", "Store", "Supervision",
                "Configuration", signals,
            ]),
        house("Sandbox", ["Documents", flyingFox, flyingSocks]),
        .executableTarget(
            name: "posyncd", dependencies: ["Daemon", "Configuration", "HeapShim", "DumpShim", arguments],
            swiftSettings: settings),
        .executableTarget(
            name: "posync-demo", dependencies: ["Daemon", "Configuration", "Sandbox"], swiftSettings: settings),
        .target(
            name: "Simulation", dependencies: ["Reconciliation", "Documents", "Transport", "Store", "Daemon"],
            path: "Tests/Simulation", swiftSettings: settings),
        .executableTarget(
            name: "posync-simulate", dependencies: ["Simulation", "Reconciliation", "Transport"],
            path: "Tests/Simulator",
            swiftSettings: settings),
        .executableTarget(
            name: "posync-durability", dependencies: ["Store", "Documents", "Sandbox", subprocess, system, "posyncd"],
            path: "Tests/Acceptance/Durability", swiftSettings: settings),
        .testTarget(
            name: "DurabilityTests",
            dependencies: ["posync-simulate", "posync-durability", "posyncd", "Documents", subprocess, system],
            path: "Tests/Acceptance/DurabilityTests", swiftSettings: settings),
        tests("ReconciliationTests", ["Reconciliation"]),
        tests("DocumentsTests", ["Documents"]),
        tests("TransportTests", ["Transport"]),
        tests("ProcurementTests", ["Procurement", "Daemon", "Sandbox"], exclude: ["CXML/Documents"]),
        tests(
            "MarketplaceTests", ["Marketplace", "Sandbox", "Transport", "Reconciliation", "Documents"],
            exclude: ["Corpus"]),
        tests("StoreTests", ["Store"]),
        tests("SupervisionTests", ["Supervision", "Documents"]),
        tests("ConfigurationTests", ["Configuration", "Documents"]),
        tests("DaemonTests", ["Daemon", "Sandbox", "HeapShim"]),
        tests(
            "FuzzingTests",
            [
                "Reconciliation", "Documents", "Transport", "Procurement", "Marketplace", "Store", "Configuration",
                "Daemon",
            ],
            path: "Tests/Fuzzing", exclude: ["Corpus", "run.sh", "json.dict"]),
        tests("SandboxTests", ["Sandbox", "Documents", "Transport", "posync-demo", subprocess, system]),
    ]
)
