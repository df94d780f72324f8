using System.Net;
using System.Reflection;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.SignalR;

namespace Dashboard.Tests.Access.Walk;

public sealed class RoleWalkTests(WalkHost host) : IClassFixture<WalkHost>
{
    // These verify a signature themselves, and return 401 without one.
    private static readonly HashSet<string> Signed = ["POST /webhooks/snaptrade"];

    private List<WalkedRoute> Walked =>
        [.. WalkedRoute.AllOf(host.Server.Services).Where(route => !route.IsStaticFile)];

    [Fact]
    public void Every_route_is_in_the_table_and_nothing_else() =>
        Same(RoleWalkTable.Routes.Keys, Walked.Select(route => route.Name));

    [Fact]
    public void Every_page_is_among_the_routes() =>
        Assert.Empty(
            typeof(Program)
                .Assembly.GetTypes()
                .SelectMany(type => type.GetCustomAttributes<RouteAttribute>())
                .Select(page => $"GET {page.Template}")
                .Except(RoleWalkTable.Routes.Keys, StringComparer.Ordinal)
        );

    [Fact]
    public async Task Every_route_opens_to_exactly_the_callers_in_the_table()
    {
        List<string> wrong = [];
        foreach (var route in Walked)
        {
            var expected = RoleWalkTable.Routes.GetValueOrDefault(route.Name);
            Who found = default;
            foreach (var who in Walkers.All)
            {
                using var answer = await host.SendAsync(who, new HttpMethod(route.Method), route.Path);
                if (IsIn(answer, route))
                    found |= who;
            }
            if (found != expected)
                wrong.Add($"{route.Name} opens to {found}, not to {expected}");
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public void Static_files_are_for_anybody() =>
        Assert.All(
            WalkedRoute.AllOf(host.Server.Services).Where(route => route.IsStaticFile),
            file => Assert.True(file.IsOpen, file.Name)
        );

    [Fact]
    public async Task Whatever_a_cookie_opens_and_that_writes_asks_for_an_antiforgery_token()
    {
        List<string> wrong = [];
        foreach (
            var route in Walked.Where(r =>
                r.Writes && RoleWalkTable.Routes.GetValueOrDefault(r.Name).HasFlag(Who.Admin)
            )
        )
        {
            using var content = new FormUrlEncodedContent([new("_handler", "any")]);
            using var answer = await host.SendAsync(
                Who.Admin,
                new HttpMethod(route.Method),
                route.Path,
                content
            );
            var isGuarded = answer.StatusCode == HttpStatusCode.BadRequest;
            if (isGuarded == RoleWalkTable.WithoutAntiforgery.ContainsKey(route.Name))
                wrong.Add($"{route.Name} answers {(int)answer.StatusCode}");
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_checked_permission_is_in_the_table_with_its_callers()
    {
        var found = PermissionUses
            .In(typeof(Program).Assembly)
            .GroupBy(use => use.Place, StringComparer.Ordinal)
            .ToDictionary(
                place => place.Key,
                place => place.Aggregate(Who.Anybody, (all, use) => all & Walkers.Having(use.Permission)),
                StringComparer.Ordinal
            );
        Same(
            RoleWalkTable.Asked.Select(row => $"{row.Key}: {row.Value}"),
            found.Select(row => $"{row.Key}: {row.Value}")
        );
    }

    [Fact]
    public void Every_method_that_clients_can_call_on_a_hub_is_in_the_table() =>
        Same(
            RoleWalkTable.HubMethods.Keys,
            typeof(Program)
                .Assembly.GetTypes()
                .Where(type => type.IsAssignableTo(typeof(Hub)))
                .SelectMany(hub =>
                    hub.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                        .Where(method => method.GetBaseDefinition().DeclaringType == hub)
                        .Select(method => $"{hub.Name}.{method.Name}")
                )
        );

    private static bool IsIn(HttpResponseMessage answer, WalkedRoute route) =>
        answer.StatusCode switch
        {
            HttpStatusCode.Unauthorized => Signed.Contains(route.Name),
            HttpStatusCode.Forbidden => false,
            HttpStatusCode.Found => !LeadsOut(answer.Headers.Location!.ToString()),
            _ => true,
        };

    private static bool LeadsOut(string location) =>
        location.Contains("/account/sign-in?returnUrl", StringComparison.Ordinal)
        || location.Contains("/no-permission", StringComparison.Ordinal);

    private static void Same(IEnumerable<string> table, IEnumerable<string> code)
    {
        var (said, found) = (table.ToHashSet(StringComparer.Ordinal), code.ToHashSet(StringComparer.Ordinal));
        var missing = found.Except(said, StringComparer.Ordinal).Order(StringComparer.Ordinal);
        var gone = said.Except(found, StringComparer.Ordinal).Order(StringComparer.Ordinal);
        Assert.True(
            said.SetEquals(found),
            $"Not in the table:\n{string.Join('\n', missing)}\nNot in the code:\n{string.Join('\n', gone)}"
        );
    }
}
