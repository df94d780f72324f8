using Dashboard.Domain.Operators;
using Microsoft.AspNetCore.Authorization;
using RouteData = Microsoft.AspNetCore.Components.RouteData;

namespace Dashboard.Access;

/// <summary>One policy per permission, named like it. Who says nothing gets operators only.</summary>
public static class AccessPolicies
{
    /// <summary>Any API key, and nobody else: no cookie opens the REST API, so no other site can use one.</summary>
    public const string AnyApiKey = ApiKeyAuthenticationHandler.SchemeName;

    /// <summary>Lets through who has the permission.</summary>
    public static TBuilder Require<TBuilder>(this TBuilder builder, Permission permission)
        where TBuilder : IEndpointConventionBuilder => builder.RequireAuthorization(permission.ToString());

    internal static void Add(AuthorizationOptions options)
    {
        var operators = new AuthorizationPolicyBuilder()
            .RequireAssertion(MayPass)
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

        foreach (var permission in Enum.GetValues<Permission>())
            options.AddPolicy(
                permission.ToString(),
                policy =>
                    policy
                        .RequireAuthenticatedUser()
                        .RequireAssertion(context => Actor.Of(context.User)?.Can(permission) == true)
            );
    }

    private static bool MayPass(AuthorizationHandlerContext context) =>
        Actor.Of(context.User) is { Role: not null } actor
        && (actor.IsOperator || IsForSettingUp(context.Resource));

    // Endpoints are asked about with the request, and pages once more with their route.
    private static bool IsForSettingUp(object? resource) =>
        resource switch
        {
            HttpContext http => http.GetEndpoint()?.Metadata.GetMetadata<WhileSettingUpAttribute>()
                is not null,
            RouteData route => route.PageType.IsDefined(typeof(WhileSettingUpAttribute), inherit: true),
            _ => false,
        };
}
