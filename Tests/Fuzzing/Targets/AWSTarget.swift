import Documents
import Reconciliation
import Simulation
import Transport

@testable import Marketplace

/// Every answer to every operation is a value or a `MarketplaceError`, and no charge is lost without being counted.
enum AWSTarget {
    private static let management = AccountID("111111111111")
    private static let member = AccountID("222222222222")
    private static let agreements: [AgreementID] = ["agmt-1", "agmt-2"]
    private static let statuses = [200, 200, 400, 403, 500, 503]

    static func run(_ bytes: [UInt8]) async throws {
        guard bytes.count >= 2 else { return }
        let operations = operations
        let operation = operations[Int(bytes[0]) % operations.count]
        let status = statuses[Int(bytes[1]) % statuses.count]
        let body = Array(bytes.dropFirst(2))
        if bytes[0] == UInt8(ascii: "D") {
            _ = try? CredentialDocument(body)?.credentials(token: "Token", isTemporary: bytes[1] & 1 == 0)
        }
        let transport = Canned { request, _ in
            let name = Self.name(request)
            let isFirst = !String(decoding: request.body, as: UTF8.self).contains("oken\":")
            if name == operation.name, isFirst || status != 200 {
                return Response(status: status, headers: [], body: body)
            }
            if name == "GetCallerIdentity" { return Response("<Account>111111111111</Account>") }
            return Response("{}")
        }
        let client = MarketplaceClient(
            transport: transport,
            environment: ["AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "s", "AWS_EC2_METADATA_DISABLED": "true"],
            homeDirectory: "/nowhere", time: ManualClock(isImpatient: true), entropy: Still(),
            settings: MarketplaceSettings(management: management, memberRole: "sync"))
        do {
            try await operation.call(client, body)
        } catch let error as MarketplaceError {
            try demand(!error.message.isEmpty || !error.code.isEmpty, "an error without words")
        }
    }

    private struct Operation {
        let name: String
        let call: @Sendable (MarketplaceClient, _ body: [UInt8]) async throws -> Void
    }

    private static var operations: [Operation] {
        [
            Operation(name: "SearchAgreements") { client, _ in
                _ = try await client.agreements(in: management, isComplete: true)
            },
            Operation(name: "ListAgreementCharges") { client, body in
                let found = try await client.charges(in: management, of: agreements, listsWholeAccount: true)
                let items = (try? JSONReader.read(body))?["items"]?.array?.filter { $0.object != nil } ?? []
                let ids = items.compactMap { $0["id"]?.text }
                guard Set(ids).count == ids.count else { return }
                let count = found.charges.values.reduce(0) { $0 + $1.count }
                try demand(count + found.dropped == items.count, "\(items.count) charges: \(count) read")
            },
            Operation(name: "GetAgreementTerms") { client, _ in
                _ = try await client.terms(in: management, of: "agmt-1")
            },
            Operation(name: "UpdatePurchaseOrders") { client, _ in
                try await client.update(
                    in: management, "agmt-1", [OrderUpdate(charge: "ch-1", revision: 1, order: "PO")])
            },
            Operation(name: "ListInvoiceSummaries") { client, _ in
                let now = Instant(seconds: 1_795_435_200)
                _ = try await client.invoices(of: management, from: now - .seconds(86_400), until: now)
            },
            Operation(name: "DescribeOrganization") { client, _ in _ = try await client.organization() },
            Operation(name: "ListAccounts") { client, _ in _ = try await client.organization() },
            Operation(name: "GetRole") { client, _ in _ = try await client.integration() },
            Operation(name: "ListProcurementPortalPreferences") { client, _ in _ = try await client.portalPreferences()
            },
            Operation(name: "ListReceivedGrants") { client, _ in _ = try await client.receivedGrants(in: management) },
            Operation(name: "GetCallerIdentity") { client, _ in _ = try await client.callerIdentity() },
            Operation(name: "AssumeRole") { client, _ in
                _ = try await client.agreements(in: member, isComplete: true)
            },
        ]
    }

    private static func name(_ request: Request) -> String {
        if let target = request.headers.first(where: { $0.name == "X-Amz-Target" })?.value {
            return String(target.split(separator: ".").last ?? "")
        }
        let action = String(decoding: request.body, as: UTF8.self).split(separator: "&").first {
            $0.hasPrefix("Action=")
        }
        return String(action?.dropFirst(7) ?? "")
    }
}
