import Documents
import Sandbox
import Testing
import Transport

/// Faults befall the calls they are meant for, as often as they are meant to.
@Suite struct FaultTests {
    private static let body: JSONValue = ["catalog": "AWSMarketplace"]

    @Test func aFaultComesAfterSoManyAndSoOften() async throws {
        try await Caller.run(.small()) { caller in
            caller.sandbox.inject(.aws("ListAgreementCharges", .throttle, times: 2, after: 1))
            for _ in 0..<4 { _ = try await caller.agreement("ListAgreementCharges", Self.body) }
            _ = try await caller.agreement("GetAgreementTerms", ["agreementId": "agmt-one"])
            #expect(
                caller.sandbox.calls.map(\.outcome)
                    == ["done", "ThrottlingException", "ThrottlingException", "done", "done"])
        }
    }

    @Test func aFaultOfAnotherAccountOrTakenBackDoesNotCome() async throws {
        try await Caller.run(.small()) { caller in
            caller.sandbox.inject(.aws("*", .throttle, account: "222222222222"))
            caller.sandbox.inject(.procurement("*", .throttle))
            _ = try await caller.agreement("ListAgreementCharges", Self.body)
            caller.sandbox.inject(.aws("*", .throttle))
            caller.sandbox.clearFaults()
            _ = try await caller.agreement("ListAgreementCharges", Self.body)
            #expect(caller.sandbox.calls.map(\.outcome) == ["done", "done"])
        }
    }

    @Test func aResetDoesNothingAndALostReplyEverything() async throws {
        let update: JSONValue = [
            "purchaseOrders": [["chargeId": "ch-one-a", "chargeRevision": 1, "purchaseOrderReference": "PO-1"]]
        ]
        for (kind, held) in [(Fault.Kind.reset, [:]), (.lostReply, ["ch-one-a": "PO-1"])] {
            try await Caller.run(.small()) { caller in
                caller.sandbox.inject(.aws("UpdatePurchaseOrders", kind))
                await #expect(throws: TransportError.self) {
                    try await caller.agreement("UpdatePurchaseOrders", update)
                }
                #expect(caller.sandbox.world.aws.orders == held)
            }
        }
    }

    @Test func whatIsUnpluggedRefusesAndComesBackAtTheSameAddress() async throws {
        try await Caller.run(.small()) { caller in
            let address = await caller.sandbox.address(.aws)
            await caller.sandbox.unplug(.aws)
            await #expect(throws: TransportError.self) { try await caller.agreement("ListAgreementCharges", Self.body) }
            try await caller.sandbox.plugIn(.aws)
            #expect(await caller.sandbox.address(.aws) == address)
            #expect(try await caller.agreement("ListAgreementCharges", Self.body)["items"] != nil)
        }
    }

    @Test func quotasAreEnforcedWhereTheyAreSwitchedOn() async throws {
        var world = SandboxWorld.small()
        world.aws.switches.enforcesQuotas = true
        try await Caller.run(world) { caller in
            for _ in 0..<5 {
                _ = try await caller.agreement("UpdatePurchaseOrders", ["purchaseOrders": [["chargeId": "ch-none"]]])
            }
            let outcomes = caller.sandbox.calls.map(\.outcome)
            #expect(outcomes.prefix(3).allSatisfy { $0 == "ResourceNotFoundException" })
            #expect(outcomes.suffix(2).allSatisfy { $0 == "ThrottlingException" })
        }
    }
}
