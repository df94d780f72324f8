using Dashboard.Components;
using Dashboard.Data;
using Dashboard.Data.Work;
using Dashboard.Domain.Operators;
using Dashboard.Features.Users;
using Dashboard.Features.Users.Discovery;
using Dashboard.Features.Users.Erasing;
using Dashboard.Features.Users.Import;
using Dashboard.Features.Users.List;
using Dashboard.Features.Users.Person;
using Dashboard.Mail;
using Dashboard.SnapTrade;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Dashboard.Tests.Features.Users;

/// <summary>The screens about users over a real database.</summary>
public abstract class UserScreens : ScreenContext
{
    protected UserScreens()
    {
        Services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        Services.AddSingleton<WorkLeases>();
        Services.AddSingleton<StagedFile>();
        Services.AddSingleton<ImportSignal>();
        Services.AddSingleton(
            new PickupFolder(Options.Create(new MailOptions { PickupFolder = Database.MailFolder }))
        );
        Services.AddSingleton<UserChecker>();
        Services.AddScoped<IUserChecks, UserChecks>();
        Services.AddScoped<UserDirectory>();
        Services.AddScoped<UserQueries>();
        Services.AddScoped<UserDetails>();
        Services.AddScoped<UserDiscoverer>();
        Services.AddScoped<PersonEraser>();
        Services.AddScoped<UserDialogs>();
        Services.AddScoped<UserImports>();
        Services.AddScoped<ImportQueries>();
        Services.AddScoped<ImportPass>();
        SignInAs(Role.Admin);
    }
}
