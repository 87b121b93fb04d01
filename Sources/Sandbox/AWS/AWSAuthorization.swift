internal import FoundationEssentials

/// The `Authorization` header of a request signed with SigV4.
///
/// The signature itself is not recomputed: whether it is right is between libcurl and AWS. Its scope, its form and what it
/// covers are checked.
struct AWSAuthorization: Sendable {
    let accessKey: String
    /// What is wrong with it.
    private(set) var problems: [String] = []

    /// Reads the header; `nil` where there is none of this kind.
    init?(_ request: IncomingRequest, service: AWSService) {
        let algorithm = "AWS4-HMAC-SHA256 "
        guard let header = request.header("authorization"), header.hasPrefix(algorithm) else { return nil }
        var fields: [String: String] = [:]
        for part in header.dropFirst(algorithm.count).split(separator: ",") {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2 else { return nil }
            fields[pair[0].filter { $0 != " " }] = String(pair[1])
        }
        guard let credential = fields["Credential"], let signed = fields["SignedHeaders"],
            let signature = fields["Signature"]
        else { return nil }
        let scope = credential.split(separator: "/").map(String.init)
        guard scope.count == 5 else { return nil }
        accessKey = scope[0]
        check(scope, service, request)
        check(signed.split(separator: ";").map(String.init), request)
        if signature.count != 64 || !signature.allSatisfy(\.isHexDigit) {
            problems.append("the signature has no 64 digits")
        }
    }

    private mutating func check(_ scope: [String], _ service: AWSService, _ request: IncomingRequest) {
        if scope[3] != service.signingName {
            problems.append("the scope names the service \(scope[3]), not \(service.signingName)")
        }
        if let region = service.region, scope[2] != region {
            problems.append("the scope names the region \(scope[2]), not \(region)")
        }
        if scope[4] != "aws4_request" { problems.append("the scope does not end in aws4_request") }
        let stamp = request.header("x-amz-date") ?? ""
        if stamp.count != 16 || !stamp.hasPrefix(scope[1]) || !stamp.hasSuffix("Z") {
            problems.append("X-Amz-Date \(stamp.debugDescription) does not go with the scope's \(scope[1])")
        }
    }

    private mutating func check(_ signed: [String], _ request: IncomingRequest) {
        for name in ["host", "x-amz-date"] where !signed.contains(name) { problems.append("\(name) is not signed") }
        for name in ["x-amz-target", "x-amz-security-token"]
        where request.headers[name] != nil && !signed.contains(name) {
            problems.append("\(name) is not signed")
        }
        for name in signed where request.headers[name]?.count != 1 {
            problems.append("\(name) is signed, but came \(request.headers[name]?.count ?? 0) times")
        }
        if signed != signed.sorted() { problems.append("the signed headers are not in order") }
    }
}
