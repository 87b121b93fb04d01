import Documents
import Reconciliation
import Simulation
import Synchronization
import Testing
import Transport

@testable import Marketplace

@Suite("Charges as AWS lists them")
struct ChargeTests {
    private static let member = AWSStage.member

    /// A page with these charges: `agreement/charge`.
    private static func page(_ charges: [String], next: String? = nil) -> String {
        let items = charges.map { text in
            let parts = text.split(separator: "/")
            return #"{"id":"\#(parts[1])","agreementId":"\#(parts[0])","revision":1}"#
        }
        return #"{"items":[\#(items.joined(separator: ","))]\#(next.map { #","nextToken":"\#($0)""# } ?? "")}"#
    }

    /// AWS with these charges by agreement; without an agreement it answers what `whole` says.
    private func stage(
        _ charges: [String: [String]], whole: ScriptedTransport.Answer? = nil
    ) -> AWSStage {
        AWSStage { call in
            guard call.operation == "ListAgreementCharges" else { return nil }
            guard let agreement = call.json["agreementId"]?.string else {
                return whole
                    ?? .json(
                        Self.page(
                            charges.sorted { $0.key < $1.key }.flatMap { key, value in value.map { "\(key)/\($0)" } }))
            }
            return .json(Self.page((charges[agreement] ?? []).map { "\(agreement)/\($0)" }))
        }
    }

    private func ids(_ listing: ChargeListing) -> [AgreementID: [String]] {
        listing.charges.mapValues { $0.map(\.id.text) }
    }

    private func calls(_ stage: AWSStage) -> [String] {
        stage.requests("ListAgreementCharges").map { StagedCall($0, number: 0).json["agreementId"]?.string ?? "-" }
    }

    // MARK: - Members

    @Test func everyMemberIsRead() async throws {
        let stage = AWSStage { call in
            call.operation == "ListAgreementCharges"
                ? .json(
                    """
                    {"items":[{"id":"ch-1","revision":7,"agreementId":"a","agreementType":"PurchaseAgreement","new":1,
                    "purchaseOrderReference":"PO-1","currencyCode":"USD","amount":"1200.50","time":1.8e9},
                    {"id":"ch-2","revision":1,"time":"2027-01-15T08:00:00Z","amount":12.5,"purchaseOrderReference":""}]}
                    """) : nil
        }
        let listing = try await stage.client.charges(in: Self.member, ofEach: ["a"])
        let charges = try #require(listing.charges["a"])
        #expect(
            charges[0]
                == Charge(
                    id: "ch-1", revision: 7, amount: Amount("1200.50"), currency: "USD",
                    time: Instant(seconds: 1_800_000_000), order: "PO-1"))
        #expect(
            charges[1]
                == Charge(
                    id: "ch-2", revision: 1, amount: Amount("12.5"), currency: nil,
                    time: Instant(iso: "2027-01-15T08:00:00Z"), order: nil))
        #expect(listing.dropped == 0)
    }

    /// A date that cannot be read is not no date; a number that cannot be read is not no number.
    @Test(arguments: [
        #"{"revision":1}"#, #"{"id":"x"}"#, #"{"id":"x","revision":1.5}"#, #"{"id":"x","revision":"many"}"#,
        #"{"id":"x","revision":1,"time":"soon"}"#, #"{"id":"x","revision":1,"time":true}"#,
        #"{"id":"x","revision":1,"time":1e300}"#, #"{"id":"x","revision":1,"time":-9223372036854775808}"#,
        #"{"id":"x","revision":1,"amount":"1,200.00"}"#, #"{"id":"x","revision":1,"purchaseOrderReference":{"x":1}}"#,
    ])
    func anOddChargeIsLeftAloneAndCostsTheOthersNothing(_ odd: String) async throws {
        let stage = AWSStage { call in
            call.operation == "ListAgreementCharges" ? .json(#"{"items":[\#(odd),{"id":"good","revision":1}]}"#) : nil
        }
        let listing = try await stage.client.charges(in: Self.member, ofEach: ["a"])
        #expect(ids(listing) == ["a": ["good"]])
        #expect(listing.dropped == 1)
    }

    @Test func nullMembersAreAsIfNotThere() async throws {
        let stage = AWSStage { call in
            call.operation == "ListAgreementCharges"
                ? .json(
                    #"{"items":[{"id":"x","revision":1,"time":null,"amount":null,"purchaseOrderReference":null}],"nextToken":null}"#
                )
                : nil
        }
        let listing = try await stage.client.charges(in: Self.member, ofEach: ["a"])
        #expect(
            listing.charges["a"] == [Charge(id: "x", revision: 1, amount: nil, currency: nil, time: nil, order: nil)])
    }

    // MARK: - One listing or one for each agreement

    @Test func anAccountIsListedInOneGoWhereAWSAllowsIt() async throws {
        let stage = stage(["a": ["1"], "b": ["2", "3"]])
        let listing = try await stage.client.charges(in: Self.member, of: ["a", "b"], listsWholeAccount: nil)
        #expect(ids(listing) == ["a": ["1"], "b": ["2", "3"]] && listing.isWholeAccount)
        #expect(calls(stage) == ["-"])
    }

    @Test(arguments: [
        ScriptedTransport.Answer.error("ValidationException", reason: "MISSING_AGREEMENT_ID"),
        .error("ValidationException", reason: "OTHER"), .error("AccessDeniedException"),
    ])
    func whereItDoesNotEachAgreementIsListedAndThatIsRemembered(_ refusal: ScriptedTransport.Answer) async throws {
        let stage = stage(["a": ["1"], "b": ["2"]], whole: refusal)
        let first = try await stage.client.charges(in: Self.member, of: ["a", "b"], listsWholeAccount: nil)
        #expect(ids(first) == ["a": ["1"], "b": ["2"]] && !first.isWholeAccount)
        let second = try await stage.client.charges(
            in: Self.member, of: ["a", "b"], listsWholeAccount: first.isWholeAccount)
        #expect(ids(second) == ids(first))
        #expect(calls(stage).filter { $0 == "-" }.count == 1)
        #expect(stage.requests("ListAgreementCharges").count == 5)
    }

    @Test func aDenialOfBothWaysIsADenial() async throws {
        let stage = AWSStage { call in
            call.operation == "ListAgreementCharges" ? .error("AccessDeniedException", reason: "INVALID_ACCESS") : nil
        }
        let error = await #expect(throws: MarketplaceError.self) {
            try await stage.client.charges(in: Self.member, of: ["a"], listsWholeAccount: nil)
        }
        #expect(error?.kind == .denied && error?.action == "aws-marketplace:ListAgreementCharges")
        // Asked twice and not more: neither the same again nor with newer credentials.
        #expect(stage.operations.filter { $0 == "AssumeRole" }.count == 1)
        #expect(stage.requests("ListAgreementCharges").count == 2)
    }

    @Test func aFailureOfTheOneListingIsNoRefusal() async throws {
        let stage = stage(["a": ["1"]], whole: .error("InternalServerException", status: 500))
        let error = await #expect(throws: MarketplaceError.self) {
            try await stage.client.charges(in: Self.member, of: ["a"], listsWholeAccount: nil)
        }
        #expect(error?.kind == .transient)
    }

    @Test func aListingThatLeavesAnAgreementOutIsNotTrusted() async throws {
        let stage = stage(["a": ["1"], "b": ["2"]], whole: .json(Self.page(["a/1"])))
        let listing = try await stage.client.charges(in: Self.member, of: ["a", "b"], listsWholeAccount: nil)
        #expect(ids(listing) == ["a": ["1"], "b": ["2"]] && !listing.isWholeAccount)
    }

    @Test func anAgreementWithoutChargesIsLookedAtOnce() async throws {
        let stage = stage(["a": ["1"]])
        let listing = try await stage.client.charges(in: Self.member, of: ["a", "b"], listsWholeAccount: nil)
        #expect(listing.isWholeAccount)
        #expect(calls(stage) == ["-", "b"])
        _ = try await stage.client.charges(in: Self.member, of: ["a", "b"], listsWholeAccount: true)
        #expect(calls(stage) == ["-", "b", "-"])
    }

    @Test(
        arguments: [
            (["a": 50, "b": 50, "c": 100], true), (["a": 50, "b": 51], true), (["a": 10, "b": 10], false),
            (["a": 100], false), (["a": 50], false), (["a": 26, "b": 26], true),
        ] as [([String: Int], Bool)])
    func eachIsListedWhereThatTakesNoMoreCalls(_ counts: [String: Int], _ isEach: Bool) async throws {
        let stage = stage([:])
        let known = Dictionary(uniqueKeysWithValues: counts.map { (AgreementID($0.key), $0.value) })
        let listing = try await stage.client.charges(
            in: Self.member, of: known.keys.sorted(), listsWholeAccount: true, known: known)
        #expect(listing.isWholeAccount)
        #expect(calls(stage).sorted() == (isEach ? counts.keys.sorted() : ["-"]))
    }

    @Test func withoutAgreementsNothingIsAsked() async throws {
        let stage = stage([:])
        #expect(try await stage.client.charges(in: Self.member, of: [], listsWholeAccount: nil).charges.isEmpty)
        #expect(stage.operations.isEmpty)
    }

    // MARK: - Changes under paging

    @Test func ofAChargeThatComesTwiceTheLaterRevisionCounts() async throws {
        let stage = AWSStage { call in
            guard call.operation == "ListAgreementCharges" else { return nil }
            return call.number == 1
                ? .json(
                    #"{"items":[{"id":"x","revision":1},{"id":"y","revision":5}],"nextToken":"1"}"#)
                : .json(#"{"items":[{"id":"x","revision":2,"purchaseOrderReference":"PO"},{"id":"y","revision":4}]}"#)
        }
        let listing = try await stage.client.charges(in: Self.member, ofEach: ["a"])
        #expect(listing.charges["a"]?.map(\.revision) == [2, 5])
        #expect(listing.charges["a"]?.first?.order == "PO")
    }

    @Test func aPageThatFailsCostsTheWholeListing() async throws {
        let stage = AWSStage { call in
            guard call.operation == "ListAgreementCharges" else { return nil }
            return call.number == 1
                ? .json(Self.page(["a/1"], next: "1")) : .error("InternalServerException", status: 500)
        }
        await #expect(throws: MarketplaceError.self) {
            try await stage.client.charges(in: Self.member, ofEach: ["a"])
        }
    }

    // MARK: - Side by side

    @Test(.timeLimit(.minutes(10))) func agreementsAreListedSideBySide() async throws {
        let gate = Gate(width: 8)
        let stage = AWSStage { call in
            guard call.operation == "ListAgreementCharges" else { return nil }
            // Answered only once eight are under way.
            await gate.pass()
            let agreement = call.json["agreementId"]?.string ?? ""
            return .json(Self.page(["\(agreement)/ch-\(agreement)"]))
        }
        let agreements = (0..<40).map { AgreementID("agmt-\($0)") }
        let listing = try await stage.client.charges(in: Self.member, ofEach: agreements)
        #expect(Set(listing.charges.keys) == Set(agreements))
        #expect(stage.requests("ListAgreementCharges").count == 40)
    }

    @Test func oneThatFailsEndsTheOthersAndIsTheError() async throws {
        let stage = AWSStage { call in
            guard call.operation == "ListAgreementCharges" else { return nil }
            return call.json["agreementId"]?.string == "agmt-3" ? .error("AccessDeniedException") : .silence
        }
        let error = await #expect(throws: MarketplaceError.self) {
            try await stage.client.charges(in: Self.member, ofEach: (0..<5).map { AgreementID("agmt-\($0)") })
        }
        #expect(error?.kind == .denied)
    }
}

/// Lets nobody through until so many stand before it.
private actor Gate {
    private let width: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(width: Int) {
        self.width = width
    }

    func pass() async {
        await withCheckedContinuation { continuation in
            waiting.append(continuation)
            guard waiting.count >= width else { return }
            for one in waiting { one.resume() }
            waiting = []
        }
    }
}
