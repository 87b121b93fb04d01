/// The AWS services in the sandbox, and how each of them speaks.
enum AWSService: String, Sendable, CaseIterable {
    case agreement = "AWSMPCommerceService_v20200301"
    case invoicing = "Invoicing"
    case organizations = "AWSOrganizationsV20161128"
    case licenseManager = "AWSLicenseManager"
    case iam = "IAM"
    case sts = "STS"

    /// The service in the scope of a signature, which is the prefix of its IAM actions too.
    var signingName: String {
        switch self {
        case .agreement: "aws-marketplace"
        case .invoicing: "invoicing"
        case .organizations: "organizations"
        case .licenseManager: "license-manager"
        case .iam: "iam"
        case .sts: "sts"
        }
    }

    /// The one region of the scope; `nil` where any will do.
    var region: String? { self == .sts ? nil : "us-east-1" }

    /// The media type of requests and answers; `nil` for the services that take forms and answer in XML.
    var mediaType: String? {
        switch self {
        case .agreement, .invoicing: "application/x-amz-json-1.0"
        case .organizations, .licenseManager: "application/x-amz-json-1.1"
        case .iam, .sts: nil
        }
    }

    /// The version that forms name.
    var formVersion: String? {
        switch self {
        case .iam: "2010-05-08"
        case .sts: "2011-06-15"
        default: nil
        }
    }
}
