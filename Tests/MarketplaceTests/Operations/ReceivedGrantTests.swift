import Reconciliation
import Simulation
import Testing
import Transport

@testable import Marketplace

@Suite("Licences that other accounts share")
struct ReceivedGrantTests {
    private func grants(_ grants: String, _ licenses: String = "{}") async throws -> ([ReceivedGrant], AWSStage) {
        let stage = AWSStage { call in
            switch call.operation {
            case "ListReceivedGrants": .json(grants)
            case "ListReceivedLicenses": .json(licenses)
            default: nil
            }
        }
        return (try await stage.client.receivedGrants(in: AWSStage.member), stage)
    }

    @Test func aGrantIsReadWithItsLicence() async throws {
        let (found, _) = try await grants(
            """
            {"Grants":[{"GrantArn":"arn:aws:license-manager::333333333333:grant:g-1","GrantStatus":"ACTIVE",
            "LicenseArn":"arn:aws:license-manager::294406891311:license:l-1","ParentArn":"x","New":{}}]}
            """,
            """
            {"Licenses":[{"LicenseArn":"arn:aws:license-manager::294406891311:license:l-1","ProductSKU":"prod-1",
            "ProductName":"Some product","LicenseName":"x"}]}
            """)
        let grant = try #require(found.first)
        #expect(grant.product == "prod-1" && grant.productName == "Some product" && grant.status == "ACTIVE")
        #expect(grant.granter == "333333333333" && grant.account == AWSStage.member)
    }

    @Test func withoutGrantsNoLicenceIsAskedFor() async throws {
        let (found, stage) = try await grants(#"{"Grants":[]}"#)
        #expect(found.isEmpty)
        #expect(stage.requests("ListReceivedLicenses").isEmpty)
    }

    @Test func missingMembersAreBorne() async throws {
        let (found, _) = try await grants(#"{"Grants":[{"GrantArn":"odd"},{},null]}"#, #"{"Licenses":[{}]}"#)
        #expect(found == [ReceivedGrant(arn: "odd", account: AWSStage.member)])
    }
}
