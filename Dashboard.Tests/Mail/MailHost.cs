using Dashboard.Mail;
using Dashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Mail;

/// <summary>The mail room alone, with the settings of a test.</summary>
internal sealed class MailHost : IDisposable
{
    private readonly IHost _host;

    public MailHost(params (string Key, string? Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration["Email:PickupFolder"] = Folder;
        foreach (var (key, value) in settings)
            builder.Configuration[key] = value;
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.AddMail();
        _host = builder.Build();
    }

    public FakeTimeProvider Time { get; } = new(Some.Noon);
    public string Root { get; } = Directory.CreateTempSubdirectory("dashboard-mail-").FullName;

    /// <summary>Where messages go as files; made by the first.</summary>
    public string Folder => Path.Combine(Root, "data", "mail");

    public IMailSender Sender => _host.Services.GetRequiredService<IMailSender>();

    public static MailHost Smtp(int port, params (string Key, string? Value)[] more) =>
        new([
            ("Email:Mode", "Smtp"),
            ("Email:From", "Acme <staff@acme.example>"),
            ("Email:Smtp:Host", "127.0.0.1"),
            ("Email:Smtp:Port", $"{port}"),
            ("Email:Smtp:Security", "None"),
            .. more,
        ]);

    public Task SendAsync(OutgoingMail mail) => Sender.SendAsync(mail, TestContext.Current.CancellationToken);

    public void Dispose()
    {
        _host.Dispose();
        Directory.Delete(Root, recursive: true);
    }
}
