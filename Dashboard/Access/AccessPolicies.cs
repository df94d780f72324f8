using Dashboard.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;

namespace Dashboard.Access;

/// <summary>One policy per permission, named like it. Who says nothing gets operators only.</summary>
public static class AccessPolicies
{
    /// <summary>Any API key, and nobody else: no cookie opens the REST API, so no other site can use one.</summary>
    public const string AnyApiKey = ApiKeyAuthenticationHandler.SchemeName;

    /// <summary>
    /// An operator who has signed in, even one who still lacks the second factor that the role needs: for the
    /// pages that set it up, and for nothing else.
    /// </summary>
    public const string SettingUp = nameof(SettingUp);

    /// <summary>Lets through who has the permission.</summary>
    public static TBuilder Require<TBuilder>(this TBuilder builder, Permission permission)
        where TBuilder : IEndpointConventionBuilder => builder.RequireAuthorization(permission.ToString());

    internal static void Add(AuthorizationOptions options)
    {
        var operators = new AuthorizationPolicyBuilder()
            .RequireAssertion(context => Actor.Of(context.User)?.IsOperator == true)
            .RequireAuthenticatedUser()
            .Build();
        options.DefaultPolicy = operators;
        options.FallbackPolicy = operators;
        options.AddPolicy(
            AnyApiKey,
            policy =>
                policy
                    .AddAuthenticationSchemes(ApiKeyAuthenticationHandler.SchemeName)
                    .RequireAssertion(context => Actor.Of(context.User)?.Scope is not null)
        );
        options.AddPolicy(
            SettingUp,
            policy =>
                policy
                    .RequireAuthenticatedUser()
                    .RequireAssertion(context => Actor.Of(context.User)?.Role is not null)
        );
        foreach (var permission in Enum.GetValues<Permission>())
            options.AddPolicy(
                permission.ToString(),
                policy =>
                    policy
                        .RequireAuthenticatedUser()
                        .RequireAssertion(context => Actor.Of(context.User)?.Can(permission) == true)
            );
    }
}
