using Dashboard.Domain.Operators;
using Microsoft.AspNetCore.Authorization;
using RouteData = Microsoft.AspNetCore.Components.RouteData;

namespace Dashboard.Access;

/// <summary>One policy per permission, with its name. Endpoints without a policy require an operator.</summary>
public static class AccessPolicies
{
    /// <summary>Any API key. Cookies are not accepted, so that other sites can't use them on the REST API.</summary>
    public const string AnyApiKey = ApiKeyAuthenticationHandler.SchemeName;

    /// <summary>Requires the permission.</summary>
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

    // The resource is the request for endpoints and the route for pages.
    private static bool IsForSettingUp(object? resource) =>
        resource switch
        {
            HttpContext http => http.GetEndpoint()?.Metadata.GetMetadata<WhileSettingUpAttribute>()
                is not null,
            RouteData route => route.PageType.IsDefined(typeof(WhileSettingUpAttribute), inherit: true),
            _ => false,
        };
}
