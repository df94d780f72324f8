namespace Dashboard.SnapTradeSdk;

/// <summary>The operations that don't belong to a user.</summary>
internal static class ReferenceRequests
{
    public static SdkRequest Brokerages() =>
        new(
            new(HttpMethod.Get, "/brokerages"),
            async (sdk, token) =>
                await sdk.ReferenceData.ListAllBrokeragesWithHttpInfoAsync(cancellationToken: token)
        );

    public static SdkRequest PartnerInfo() =>
        new(
            new(HttpMethod.Get, "/snapTrade/partners"),
            async (sdk, token) =>
                await sdk.ReferenceData.GetPartnerInfoWithHttpInfoAsync(cancellationToken: token)
        );

    public static SdkRequest Status() =>
        new(
            new(HttpMethod.Get, "/"),
            async (sdk, token) => await sdk.APIStatus.CheckWithHttpInfoAsync(cancellationToken: token)
        );
}
