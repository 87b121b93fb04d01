/// The services in use: where they are, how they are signed, and how they speak.
enum AWSService: String, Sendable, Hashable, CaseIterable {
    case agreement = "MARKETPLACE_AGREEMENT"
    case invoicing = "INVOICING"
    case organizations = "ORGANIZATIONS"
    case iam = "IAM"
    case sts = "STS"
    case licenseManager = "LICENSE_MANAGER"

    /// The service in the signature's scope.
    var signingName: String {
        switch self {
        case .agreement: "aws-marketplace"
        case .invoicing: "invoicing"
        case .organizations: "organizations"
        case .iam: "iam"
        case .sts: "sts"
        case .licenseManager: "license-manager"
        }
    }

    /// The prefix of an IAM action.
    var actionPrefix: String { signingName }

    /// The region in the signature's scope; the global services are in us-east-1, as is Marketplace.
    func signingRegion(_ region: String) -> String {
        switch self {
        case .sts: region
        default: "us-east-1"
        }
    }

    /// The address where no other one is configured.
    func endpoint(region: String) -> String {
        switch self {
        case .agreement: "https://agreement-marketplace.us-east-1.api.aws/"
        case .invoicing: "https://invoicing.us-east-1.api.aws/"
        case .organizations: "https://organizations.us-east-1.amazonaws.com/"
        case .iam: "https://iam.amazonaws.com/"
        case .sts: "https://sts.\(region).amazonaws.com/"
        case .licenseManager: "https://license-manager.us-east-1.amazonaws.com/"
        }
    }

    /// The prefix of `X-Amz-Target`; none for the services that take forms and answer in XML.
    var target: String? {
        switch self {
        case .agreement: "AWSMPCommerceService_v20200301"
        case .invoicing: "Invoicing"
        case .organizations: "AWSOrganizationsV20161128"
        case .licenseManager: "AWSLicenseManager"
        case .iam, .sts: nil
        }
    }

    /// The content type of a request.
    var contentType: String {
        switch self {
        case .agreement, .invoicing: "application/x-amz-json-1.0"
        case .organizations, .licenseManager: "application/x-amz-json-1.1"
        case .iam, .sts: "application/x-www-form-urlencoded; charset=utf-8"
        }
    }
}
