-- Runs at every start and changes nothing that is already there, but for the password, which follows the environment.
IF DB_ID(N'Dashboard') IS NULL CREATE DATABASE Dashboard;
GO
-- Readers see the last committed rows instead of waiting for the webhook writer.
IF (SELECT is_read_committed_snapshot_on FROM sys.databases WHERE name = N'Dashboard') = 0
    ALTER DATABASE Dashboard SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE;
GO
IF SUSER_ID(N'dashboard') IS NULL
    CREATE LOGIN dashboard WITH PASSWORD = N'$(DASHBOARD_DB_PASSWORD)', DEFAULT_DATABASE = Dashboard;
ELSE
    ALTER LOGIN dashboard WITH PASSWORD = N'$(DASHBOARD_DB_PASSWORD)';
GO
-- The dashboard migrates its own schema, so it owns this database and nothing else on the server.
USE Dashboard;
GO
IF USER_ID(N'dashboard') IS NULL CREATE USER dashboard FOR LOGIN dashboard;
ALTER ROLE db_owner ADD MEMBER dashboard;
GO
