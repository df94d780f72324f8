namespace Dashboard.Tests.Access.Oidc;

/// <summary>One dashboard and one authority, for tests that need no specific settings.</summary>
public sealed class SharedSso : IAsyncLifetime
{
    public SsoHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        Host = await SsoHost.StartAsync(
            [],
            ("Access:Oidc:RoleMap:dash-support", "Support"),
            ("Access:Oidc:RoleMap:dash-admins", "admin"),
            ("Access:Oidc:RoleMap:dash-managers", "Manager")
        );

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}

/// <summary>Tests of the collection run sequentially on the same two servers.</summary>
[CollectionDefinition(Name)]
public sealed class SsoCollection : ICollectionFixture<SharedSso>
{
    public const string Name = "Single sign-on";
}
