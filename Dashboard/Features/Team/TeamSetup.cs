using Dashboard.Components;
using Dashboard.Components.Navigation;
using Dashboard.Components.Palette;
using Dashboard.Domain.Operators;
using Dashboard.Features.Team.Invitations;
using Dashboard.Features.Team.Join;
using Dashboard.Features.Team.Members;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dashboard.Features.Team;

public static class TeamSetup
{
    public static IHostApplicationBuilder AddTeam(this IHostApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton<PublicOrigin>();
        builder.Services.AddScoped<MemberQueries>();
        builder.Services.AddScoped<MemberChanges>();
        builder.Services.AddScoped<InvitationDelivery>();
        builder.Services.AddScoped<TeamInvitations>();
        builder.Services.AddScoped<TeamDialogs>();
        builder.Services.AddSingleton(
            new PaletteAction(
                "Invite a colleague",
                TeamView.InviteUri,
                "plus",
                nameof(Permission.ManageTeam),
                "operator member role"
            )
        );
        builder.Services.AddSingleton<JoinThrottle>();
        builder.Services.AddScoped<JoinService>();
        builder.Services.AddSingleton(
            new NavEntry(
                "Team",
                TeamView.Path,
                "users",
                nameof(Permission.ManageTeam),
                NavGroup.Settings,
                Order: 0,
                // The keys page has its own entry below this path.
                IsExact: true
            )
        );
        return builder;
    }
}
