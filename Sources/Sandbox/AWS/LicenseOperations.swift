internal import Documents

extension AWSOperation {
    /// Licences that other accounts share (license-manager, 2018-08-01).
    static let licenseOperations: [AWSOperation] = ["ListReceivedGrants", "ListReceivedLicenses"].map { name in
        let isGrants = name == "ListReceivedGrants"
        return AWSOperation(
            service: .licenseManager, name: name,
            shape: .structure([
                isGrants ? "GrantArns" : "LicenseArns": .list(0...1000, .plain(1...2048)),
                "Filters": .list(
                    0...1000, .structure(["Name": .plain(1...255), "Values": .list(0...1000, .plain(1...255))])),
                "MaxResults": .number(1...100), "NextToken": .token,
            ])
        ) { state, request throws(AWSFailure) in
            let mine = state.world.aws.grants.filter { $0.grantee == request.caller.account }
            return try state.page(
                mine.map { isGrants ? state.grant($0) : state.license($0) }, request, name,
                name: isGrants ? "Grants" : "Licenses", most: 100)
        }
    }
}

extension SandboxState {
    fileprivate func grant(_ grant: AWSWorld.Grant) -> JSONValue {
        [
            "GrantArn": .string(grant.arn), "GrantName": .string(grant.productName),
            "ParentArn": .string(grant.licenseARN), "LicenseArn": .string(grant.licenseARN),
            "GranteePrincipalArn": .string("arn:aws:iam::\(grant.grantee):root"), "HomeRegion": "us-east-1",
            "GrantStatus": .string(grant.status), "Version": "1", "GrantedOperations": ["CheckoutLicense"],
        ]
    }

    fileprivate func license(_ grant: AWSWorld.Grant) -> JSONValue {
        [
            "LicenseArn": .string(grant.licenseARN), "LicenseName": .string(grant.productName),
            "ProductName": .string(grant.productName), "ProductSKU": .string(grant.product),
            "HomeRegion": "us-east-1", "Status": "AVAILABLE",
        ]
    }
}
