import Reconciliation
import Testing

@testable import Marketplace

/// What a service repeats of a request does not get into messages.
@Suite struct EchoTests {
    /// The message of reading the member's agreements, where that is answered so.
    private func message(_ answer: AWSStage.Answer) async throws -> String {
        let stage = AWSStage { call in call.operation == "SearchAgreements" ? answer : nil }
        var message = ""
        do throws(MarketplaceError) {
            _ = try await stage.client.agreements(in: AWSStage.member, isComplete: false)
        } catch {
            message = error.message
        }
        let request = try #require(stage.requests("SearchAgreements").last)
        // The session token that the stage gave.
        #expect(request.signer == "ASIA1")
        return message
    }

    @Test func theTokenOfACanonicalRequestIsNotToldOn() async throws {
        let canonical = "The Canonical String should have been 'POST\\n/\\nx-amz-security-token:t-ASIA1\\n'"
        let message = try await message(.error("InvalidSignatureException", message: canonical, status: 403))
        #expect(message.contains("Canonical String") && message.contains("<redacted>"))
        #expect(!message.contains("t-ASIA1"))
    }

    @Test func nothingOfAPageThatIsNotAWSsIsToldOn() async throws {
        for (body, word) in [("<!DOCTYPE html><b>t-ASIA1</b>", "<!doctype html>"), ("t-ASIA1", "7 bytes")] {
            let message = try await message(.text(body, status: 418))
            #expect(message.contains(word) && !message.contains("t-ASIA1"))
        }
    }
}
