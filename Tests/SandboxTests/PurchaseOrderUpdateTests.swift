import Documents
import FoundationEssentials
import Sandbox
import Testing

/// UpdatePurchaseOrders as the Agreement API's documentation has it.
@Suite struct PurchaseOrderUpdateTests {
    private func element(_ charge: String, revision: Int = 1, agreement: String? = nil, order: String? = "PO-1")
        -> JSONValue
    {
        var element = JSONObject()
        element["chargeId"] = .string(charge)
        element["chargeRevision"] = JSONValue(revision)
        if let agreement { element["agreementId"] = .string(agreement) }
        if let order { element["purchaseOrderReference"] = .string(order) }
        return .object(element)
    }

    /// The reason or the code of a refusal; `done` where there was none.
    private func outcome(
        _ elements: [JSONValue], _ prepare: (inout SandboxWorld) -> Void = { _ in }
    ) async throws -> (word: String, held: [String: String]) {
        var world = SandboxWorld.small()
        prepare(&world)
        var found = ("", [String: String]())
        try await Caller.run(world) { caller in
            let answer = try await caller.agreement("UpdatePurchaseOrders", ["purchaseOrders": .array(elements)])
            let code = answer["__type"]?.string?.split(separator: "#").last.map(String.init)
            found = (answer["reason"]?.string ?? code ?? "done", caller.sandbox.world.aws.orders)
        }
        return found
    }

    @Test func severalChargesOfOneAgreementAreSetAtOnce() async throws {
        let (word, held) = try await outcome([element("ch-one-a"), element("ch-one-b", order: "PO-2")])
        #expect(word == "done" && held == ["ch-one-a": "PO-1", "ch-one-b": "PO-2"])
    }

    @Test func oneBadElementLeavesTheOthersUnset() async throws {
        let cases: [(String, JSONValue)] = [
            ("MULTIPLE_AGREEMENT_IDS", element("ch-two-a")), ("DUPLICATE_CHARGES", element("ch-one-a")),
            ("ConflictException", element("ch-one-b", revision: 2)),
            ("INVALID_AGREEMENT_ID", element("ch-one-b", agreement: "agmt-two")),
            ("ResourceNotFoundException", element("ch-none")),
            ("MISSING_PURCHASE_ORDER_REFERENCE", element("ch-one-b", order: nil)),
            ("INVALID_PURCHASE_ORDER_REFERENCE", element("ch-one-b", order: String(repeating: "x", count: 201))),
        ]
        for (reason, bad) in cases {
            let (word, held) = try await outcome([element("ch-one-a"), bad])
            #expect(word == reason && held == [:])
        }
    }

    @Test func chargesThatAreDuePastOrRefundsAreRefused() async throws {
        let soon = SandboxWorld.start.addingTimeInterval(2.9 * 3600)
        let refused: [(inout AWSWorld.Charge) -> Void] = [
            { $0.time = soon }, { $0.time = SandboxWorld.start.addingTimeInterval(-86_400) }, { $0.isRefund = true },
            { $0.refusal = "UNSUPPORTED_ACTION" },
        ]
        for change in refused {
            let (word, held) = try await outcome([element("ch-one-a")]) { world in
                guard var charge = world.aws[charge: "ch-one-a"] else { return }
                change(&charge)
                world.aws[charge: "ch-one-a"] = charge
            }
            #expect(word == "UNSUPPORTED_ACTION" && held == [:])
        }
    }

    @Test func aPastChargeOfAnAgreementThatRenewsIsAccepted() async throws {
        let (word, held) = try await outcome([element("ch-one-a")]) { world in
            world.aws[charge: "ch-one-a"]?.time = SandboxWorld.start
            world.aws[agreement: "agmt-one"]?.renews = true
        }
        #expect(word == "done" && held == ["ch-one-a": "PO-1"])
    }

    @Test func anEndedAgreementAndAnotherAccountsAreRefused() async throws {
        let ended = try await outcome([element("ch-one-a")]) { $0.aws[agreement: "agmt-one"]?.status = "EXPIRED" }
        #expect(ended.word == "INACTIVE_AGREEMENT")
        let foreign = try await outcome([element("ch-one-a")]) {
            $0.aws[agreement: "agmt-one"]?.acceptor = "222222222222"
        }
        #expect(foreign.word == "ResourceNotFoundException")
    }

    @Test func theSwitchCountsTheRevisionUp() async throws {
        var world = SandboxWorld.small()
        world.aws.switches.updateBumpsRevision = true
        try await Caller.run(world) { caller in
            for revision in 1...2 {
                _ = try await caller.agreement(
                    "UpdatePurchaseOrders", ["purchaseOrders": [element("ch-one-a", revision: revision)]])
            }
            #expect(caller.sandbox.world.aws[charge: "ch-one-a"]?.revision == 3)
        }
    }
}
