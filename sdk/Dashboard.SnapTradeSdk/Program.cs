// Runs the dashboard's own Program. ASP.NET Core applies SnapTradeSdkStartup, because this assembly is the application.
return AppDomain.CurrentDomain.ExecuteAssemblyByName("Dashboard", args);
