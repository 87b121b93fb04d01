import Documents
import Sandbox
import Testing
import Transport

/// The procurement system's dialect, after Coupa's documentation.
@Suite struct CoupaTests {
    private func numbers(_ answer: JSONValue) -> [String] {
        answer.array?.compactMap { $0["po-number"]?.string } ?? []
    }

    @Test func aPageHasFiftyRecordsAndNoMore() async throws {
        try await Caller.run(.small()) { caller in
            let token = try await caller.token()
            let first = try await caller.procurement(.get, "/api/purchase_orders?limit=500", token: token)
            #expect(numbers(first.body).count == 50)
            let second = try await caller.procurement(.get, "/api/purchase_orders?offset=50", token: token)
            #expect(numbers(second.body) == (51...60).map { "PO-\($0)" })
            let keyed = try await caller.procurement(.get, "/api/purchase_orders?id%5Bgt%5D=58&limit=1", token: token)
            #expect(numbers(keyed.body) == ["PO-59"])
            #expect(caller.sandbox.calls.allSatisfy { $0.problems.isEmpty })
        }
    }

    @Test func conditionsHoldTogetherAndTimesAreInstants() async throws {
        try await Caller.run(.small()) { caller in
            let token = try await caller.token()
            // Order 60 was changed at 13:00 UTC, which is 05:00 in the company's zone.
            for time in ["2026-11-23T13%3A00%3A00Z", "2026-11-23T05%3A00%3A00-08%3A00"] {
                let answer = try await caller.procurement(
                    .get, "/api/purchase_orders?updated_at%5Bgt_or_eq%5D=\(time)&exported=false", token: token)
                #expect(numbers(answer.body) == ["PO-60"])
            }
            let none = try await caller.procurement(.get, "/api/purchase_orders?status%5Bin%5D=closed", token: token)
            #expect(none.status == 200 && none.body == [])
        }
    }

    @Test func tokensAndScopesAreChecked() async throws {
        try await Caller.run(.small()) { caller in
            #expect(try await caller.procurement(.get, "/api/purchase_orders").status == 401)
            #expect(try await caller.procurement(.get, "/api/purchase_orders", token: "stray").status == 401)
            let wrong = "grant_type=client_credentials&client_id=posyncd&client_secret=s&scope=core.purchase_order.read"
            #expect(
                try await caller.procurement(.post, "/oauth2/token", form: wrong).body["error"]?.string
                    == "invalid_client")
            #expect(try await caller.token("core.everything") == "")
            let token = try await caller.token()
            let put = try await caller.procurement(.put, "/api/purchase_orders/7?exported=true", token: token)
            #expect(put.status == 403 && !caller.sandbox.world.procurement.orders[6].isExported)
        }
    }

    @Test func theFlagIsSetByIdAndTakenBackByARevision() async throws {
        var world = SandboxWorld.small()
        world.procurement.scopes.insert("core.purchase_order.write")
        try await Caller.run(world) { caller in
            let token = try await caller.token("core.purchase_order.read%20core.purchase_order.write")
            _ = try await caller.procurement(.put, "/api/purchase_orders/7?exported=true", token: token)
            #expect(caller.sandbox.world.procurement.orders[6].isExported)
            caller.sandbox.change { $0.procurement.revise("PO-7", at: $0.now, isInternal: true) { _ in } }
            #expect(caller.sandbox.world.procurement.orders[6].isExported)
            caller.sandbox.change { $0.procurement.revise("PO-7", at: $0.now) { _ in } }
            let order = caller.sandbox.world.procurement.orders[6]
            #expect(!order.isExported && order.version == 2 && order.internalRevision == 3)
        }
    }

    @Test(
        arguments: [
            "/api/purchase_orders?updated_at[gt]=2026-11-23T13%3A00%3A00Z", "/api/purchase_orders?colour=red",
            "/api/purchase_orders?updated_at%5Bgt%5D=yesterday", "/api/purchase_orders?id%5Babove%5D=3",
        ])
    func queriesThatCoupaDoesNotKnowAreSeen(_ path: String) async throws {
        try await Caller.run(.small()) { caller in
            let answer = try await caller.procurement(.get, path, token: try await caller.token())
            #expect(answer.status == 400 && caller.problems.count == 1, "\(caller.problems)")
        }
    }

    @Test func deletedLinesAreShownToWhoAsksForThem() async throws {
        try await Caller.run(.small()) { caller in
            let token = try await caller.token()
            caller.sandbox.change { $0.procurement.deleteLine("1", of: "PO-7", at: $0.now) }
            let path = "/api/purchase_orders?id=7"
            let usual = try await caller.procurement(.get, path, token: token)
            #expect(usual.body.array?.first?["order-lines"] == [])
            let asked = try await caller.procurement(.get, path + "&show_deleted_lines=true", token: token)
            #expect(asked.body.array?.first?["order-lines"]?.array?.map { $0["status"] } == ["cancelled"])
            #expect(asked.body.array?.first?["version"] == 2)
            _ = try await caller.procurement(.get, path + "&show_deleted_lines=maybe", token: token)
            #expect(caller.problems.count == 1)
        }
    }

    @Test func bothHeadersHaveToAskForJSON() async throws {
        try await Caller.run(.small()) { caller in
            let token = try await caller.token()
            _ = try await caller.procurement(.get, "/api/purchase_orders", token: token, accept: "*/*")
            #expect(caller.problems.count == 1)
        }
    }
}
